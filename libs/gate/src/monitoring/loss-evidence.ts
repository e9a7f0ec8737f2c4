import { changeEvidence, type EvidenceMode } from './change-evidence.ts';

/** Shares of the largest stake that keeps what is bet above 0. */
const stakes = [0.02, 0.05, 0.1, 0.2, 0.4] as const;

/**
 * Performance e-process by betting: evidence after each patient against `the mean loss, given all before, is at most the
 * tolerated one`. Losses lie in [0, most]; nothing else is assumed of them.
 *
 * @param tolerated in (0, most): the upper limit of the reference's mean loss, say
 * @throws RangeError on a loss outside [0, most]
 * @example lossEvidence(Float64Array.of(0, 0), { tolerated: 0.2, most: 1, mode: 'alarm-rate' })[1] < 1 // => true
 * @see Waudby-Smith I, Ramdas A (2024) Estimating means of bounded random variables by betting. JRSS B 86:1–27
 */
export function lossEvidence(
  losses: Float64Array,
  {
    tolerated,
    most,
    mode,
  }: { readonly tolerated: number; readonly most: number; readonly mode: EvidenceMode },
): Float64Array {
  if (!(tolerated > 0 && tolerated < most))
    throw new RangeError(`loss evidence: tolerated loss outside (0, ${most}) (${tolerated})`);
  const bad = losses.findIndex((loss) => !(loss >= 0 && loss <= most));
  if (bad >= 0) throw new RangeError(`loss evidence: loss ${bad + 1} outside [0, ${most}] (${losses[bad]})`);
  return changeEvidence({
    patients: losses.length,
    alternatives: stakes.length,
    mode,
    ratios: (patient, into) => {
      const excess = losses[patient]! / tolerated - 1;
      for (let k = 0; k < stakes.length; k++) into[k] = 1 + stakes[k]! * excess;
    },
  });
}
