import type { Confusion } from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import { checkReference, type ReferenceStandard } from './reference-standard.ts';

export interface BehindReference {
  /** If the reference errs independently of the model, given the true outcome. */
  readonly independent: Estimate;
  /** Over every way in which the two may err together. */
  readonly bounds: { readonly lower: number; readonly upper: number } | { undefinedBecause: string };
}

/** Shares of a two-by-two table and the prevalence behind the reference. */
interface Shares {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
  readonly prevalence: number;
}

/**
 * Sensitivity and specificity of a model against the truth, when the recorded outcomes have known errors: Staquet's
 * estimate under conditional independence, and the sharp bounds when nothing is assumed about how errors coincide.
 *
 * Undefined where the data contradict the assumed errors (fewer recorded events than false ones alone would be).
 *
 * @example accuracyBehindReference({ truePositive: 41, falsePositive: 14, falseNegative: 14, trueNegative: 31 }, { sensitivity: 0.9, specificity: 0.9 }).sensitivity // => { independent: { value: 0.7888889 }, bounds: { lower: 0.6511111, upper: 0.8288889 } }
 * @see Staquet M, Rozencweig M, Lee YJ, Muggia FM (1981) J Chronic Dis 34:599–610
 */
export function accuracyBehindReference(
  table: Pick<Confusion, 'truePositive' | 'falsePositive' | 'falseNegative' | 'trueNegative'>,
  reference: ReferenceStandard,
): { readonly sensitivity: BehindReference; readonly specificity: BehindReference } {
  checkReference('accuracy behind reference', reference);
  const n = table.truePositive + table.falsePositive + table.falseNegative + table.trueNegative;
  if (n === 0) return both({ undefinedBecause: 'no rows' });
  const [tp, fp, fn, tn] = [
    table.truePositive / n,
    table.falsePositive / n,
    table.falseNegative / n,
    table.trueNegative / n,
  ] as const;
  const better = reference.sensitivity + reference.specificity - 1;
  const prevalence = (tp + fn + reference.specificity - 1) / better;
  if (!(prevalence > 1e-12 && prevalence < 1 - 1e-12)) {
    return both({ undefinedBecause: 'the assumed errors leave one class only' });
  }
  const shares = { tp, fp, fn, tn, prevalence };
  const sensitivity = ((tp + fp) * reference.specificity - fp) / (prevalence * better);
  const specificity = ((fn + tn) * reference.sensitivity - fn) / ((1 - prevalence) * better);
  const found = foundEvents(shares, reference);
  if (!found) return both({ undefinedBecause: 'the assumed errors contradict the table' });
  const calledWell = (events: number) => (fn + tn - prevalence + events) / (1 - prevalence);
  return {
    sensitivity: {
      independent: within(sensitivity),
      bounds: { lower: found.fewest / prevalence, upper: found.most / prevalence },
    },
    specificity: {
      independent: within(specificity),
      bounds: { lower: calledWell(found.fewest), upper: calledWell(found.most) },
    },
  };
}

/** True events among those called: recorded and missed ones, each between what the margins force and allow. */
function foundEvents({ tp, fp, fn, tn, prevalence }: Shares, { sensitivity }: ReferenceStandard) {
  const recorded = prevalence * sensitivity;
  const missed = prevalence * (1 - sensitivity);
  const fewest = Math.max(0, recorded - fn) + Math.max(0, missed - tn);
  const most = Math.min(tp, recorded) + Math.min(fp, missed);
  const possible = recorded <= tp + fn + 1e-12 && missed <= fp + tn + 1e-12;
  return possible && fewest <= most + 1e-12 ? { fewest, most: Math.max(fewest, most) } : undefined;
}

function within(share: number): Estimate {
  if (share >= -1e-12 && share <= 1 + 1e-12) return { value: Math.min(1, Math.max(0, share)) };
  return { undefinedBecause: 'independent errors of this size contradict the table' };
}

function both(reason: { undefinedBecause: string }) {
  const nothing = { independent: reason, bounds: reason };
  return { sensitivity: nothing, specificity: nothing };
}
