import { type Cohort, type EncoderTerm, encoderOf, fitEncoder } from '@raredx/cohort';
import { quantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { type FeatureRows, mahalanobis, shrunkCovariance } from '@raredx/validation';

/** Name of the subgroup attribute, and its levels. */
export const familiarityName = 'familiarity';
export type FamiliarityLevel = 'familiar' | 'unfamiliar';

/** What patients who come later are held against: centre and spread of the encoded development patients. */
export interface Familiarity {
  readonly terms: readonly EncoderTerm[];
  readonly mean: readonly number[];
  /** terms × terms, row-major, Ledoit–Wolf. */
  readonly covariance: readonly number[];
  /** Squared distance; beyond it a patient is unfamiliar. */
  readonly limit: number;
}

/**
 * Centre, spread and limit of some rows.
 *
 * @param beyond share of those rows that are to be within the limit
 * @throws ContractError where the rows do not vary
 */
export function fitFamiliarity(
  cohort: Cohort,
  rows: ArrayLike<number>,
  { predictors, beyond }: { readonly predictors: readonly string[]; readonly beyond: number },
): Familiarity {
  const { terms } = fitEncoder(cohort, rows, predictors);
  const features = featuresOf(cohort, rows, terms);
  const spread = shrunkCovariance(features);
  if ('undefinedBecause' in spread) throw notKnown(cohort, spread.undefinedBecause);
  const { mean, covariance } = spread;
  const found = mahalanobis(features, { means: [mean], covariance });
  if ('undefinedBecause' in found) throw notKnown(cohort, found.undefinedBecause);
  const limit = quantile(found.distances.sort(), beyond);
  return { terms, mean: [...mean], covariance: [...covariance], limit };
}

/** How familiar some rows are, in their order. */
export function familiarityOf(
  cohort: Cohort,
  rows: ArrayLike<number>,
  { terms, mean, covariance, limit }: Familiarity,
): FamiliarityLevel[] {
  const found = mahalanobis(featuresOf(cohort, rows, terms), {
    means: [Float64Array.from(mean)],
    covariance: Float64Array.from(covariance),
  });
  if ('undefinedBecause' in found) throw notKnown(cohort, found.undefinedBecause);
  return Array.from(found.distances, (distance) => (distance > limit ? 'unfamiliar' : 'familiar'));
}

const notKnown = (cohort: Cohort, reason: string): ContractError =>
  new ContractError(cohort.dataset.where, `familiarity: ${reason}`, 'leave the key familiarity out');

function featuresOf(cohort: Cohort, rows: ArrayLike<number>, terms: readonly EncoderTerm[]): FeatureRows {
  const columns = encoderOf(cohort, terms, { fittedOn: '', notes: [] }).transform(rows);
  const values = new Float64Array(rows.length * columns.length);
  columns.forEach((column, at) => {
    for (let row = 0; row < rows.length; row++) values[row * columns.length + at] = column[row] as number;
  });
  return { columns: columns.length, values };
}
