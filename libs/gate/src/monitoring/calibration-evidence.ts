import { expit, logit } from '@raredx/stats';
import { changeEvidence, type EvidenceMode } from './change-evidence.ts';

/** Outcomes and risks of one patient after another. */
export interface OutcomeSequence {
  /** Observed, 0 or 1. */
  readonly y: Uint8Array;
  readonly p: Float64Array;
}

/** What miscalibration is bet on: shifts of the logit, and slopes around its mean at the reference. */
const shifts = [-1.2, -0.7, -0.35, 0.35, 0.7, 1.2] as const;
const slopes = [0.4, 0.7, 1.4, 2] as const;
const alternatives = shifts.length + slopes.length;
const nearest = 1e-9;

/**
 * Calibration e-process: evidence after each patient against `each outcome is 1 with the stated risk, whatever came
 * before`, by betting on ten miscalibrated versions of the risks. Anytime-valid: it may be looked at after every patient.
 * A risk of exactly 0 or 1 is taken as 1e-9 from it.
 *
 * @param centre logit around which slopes turn, as the mean logit of the reference
 * @throws RangeError on unequal lengths
 * @example calibrationEvidence({ y: Uint8Array.of(1, 1, 1, 1), p: Float64Array.of(0.1, 0.1, 0.1, 0.1) }, { centre: -2, mode: 'alarm-rate' })[3] > 2 // => true
 * @see Henzi A, Ziegel JF (2022) Valid sequential inference on probability forecast performance. Biometrika 109:647–663
 */
export function calibrationEvidence(
  { y, p }: OutcomeSequence,
  { centre, mode }: { readonly centre: number; readonly mode: EvidenceMode },
): Float64Array {
  if (y.length !== p.length)
    throw new RangeError(`calibration evidence: ${y.length} outcomes, ${p.length} risks`);
  const ratios = (patient: number, into: Float64Array): void => {
    const risk = Math.min(1 - nearest, Math.max(nearest, p[patient]!));
    const at = logit(risk);
    const event = y[patient] === 1;
    for (let k = 0; k < alternatives; k++) {
      const bet = expit(
        k < shifts.length ? at + shifts[k]! : centre + slopes[k - shifts.length]! * (at - centre),
      );
      into[k] = event ? bet / risk : (1 - bet) / (1 - risk);
    }
  };
  return changeEvidence({ patients: y.length, alternatives, ratios, mode });
}
