import { ContractError } from '@raredx/tables';

/** How good the recorded outcomes are against the truth. */
export interface ReferenceStandard {
  /** P(recorded event | event), in (0, 1]. */
  readonly sensitivity: number;
  /** P(recorded non-event | non-event), in (0, 1]. */
  readonly specificity: number;
}

/** Throws unless the recorded outcomes are better than chance. */
export function checkReference(where: string, { sensitivity, specificity }: ReferenceStandard): void {
  const inside = (share: number) => share >= 0 && share <= 1;
  if (!inside(sensitivity) || !inside(specificity) || !(sensitivity + specificity > 1)) {
    throw new ContractError(
      where,
      `reference no better than chance (sensitivity ${sensitivity}, specificity ${specificity})`,
    );
  }
}

/**
 * A reference that records a share `error` of the events wrongly, and as many non-events as events: the number of recorded
 * events stays right, as it does when two rare diagnoses are mistaken for each other. Undefined without both classes.
 *
 * @example balancedErrors(0.1, 0.2) // => { sensitivity: 0.9, specificity: 0.975 }
 */
export function balancedErrors(
  error: number,
  prevalence: number,
): ReferenceStandard | { undefinedBecause: string } {
  if (!(error >= 0 && error < 1)) throw new ContractError('balanced errors', `not an error rate (${error})`);
  if (!(prevalence > 0 && prevalence < 1)) return { undefinedBecause: 'one class only' };
  const reference = { sensitivity: 1 - error, specificity: 1 - (error * prevalence) / (1 - prevalence) };
  if (reference.sensitivity + reference.specificity > 1) return reference;
  return { undefinedBecause: 'so many errors that the recorded outcome is no better than chance' };
}
