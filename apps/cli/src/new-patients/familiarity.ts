import { type Cohort, type EncoderTerm, encoderOf, fitEncoder } from '@raredx/cohort';
import { quantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { type FeatureRows, mahalanobis, shrunkCovariance } from '@raredx/validation';
import { type SeenPredictor, seenPredictors, unmetOf } from './seen-predictors.ts';

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
  readonly seen: readonly SeenPredictor[];
}

const parts = 10;

/**
 * Centre, spread and limit of some rows, and their own levels. A patient lies nearer to a centre that it helped to make:
 * distances for the limit and the levels are of tenths of the patients from what the other nine say.
 *
 * @param beyond share of those rows that are to be within the limit
 * @throws ContractError where the rows do not vary
 */
export function fitFamiliarity(
  cohort: Cohort,
  rows: ArrayLike<number>,
  { predictors, beyond }: { readonly predictors: readonly string[]; readonly beyond: number },
): { readonly familiarity: Familiarity; readonly levels: ReadonlyMap<number, FamiliarityLevel> } {
  const all = Array.from(rows);
  const patients = [...new Set(all.map((row) => cohort.patientId[row] as string))];
  const partOf = new Map(patients.map((patient, at) => [patient, at % Math.min(parts, patients.length)]));
  const distances = new Map<number, number>();
  for (const part of new Set(partOf.values())) {
    const inPart = (row: number) => partOf.get(cohort.patientId[row] as string) === part;
    const [own, others] = [all.filter(inPart), all.filter((row) => !inPart(row))];
    const found = distancesFrom(cohort, own, centreOf(cohort, others, predictors));
    for (const [at, row] of own.entries()) distances.set(row, found[at] as number);
  }
  const limit = quantile(Float64Array.from(distances.values()).sort(), beyond);
  const familiarity = {
    ...centreOf(cohort, all, predictors),
    limit,
    seen: seenPredictors(cohort, all, predictors),
  };
  return {
    familiarity,
    levels: new Map([...distances].map(([row, distance]) => [row, levelOf(distance, limit)])),
  };
}

/** How familiar each row of a cohort is; what a model has never met makes a patient unfamiliar. */
export function familiarityOf(cohort: Cohort, familiarity: Familiarity): FamiliarityLevel[] {
  const unmet = unmetOf(cohort, familiarity.seen);
  const distances = distancesFrom(cohort, [...cohort.site.keys()], familiarity);
  return Array.from(distances, (distance, row) =>
    unmet[row]?.unseen.length ? 'unfamiliar' : levelOf(distance, familiarity.limit),
  );
}

type Centre = Pick<Familiarity, 'terms' | 'mean' | 'covariance'>;

const levelOf = (distance: number, limit: number): FamiliarityLevel =>
  distance > limit ? 'unfamiliar' : 'familiar';

function centreOf(cohort: Cohort, rows: readonly number[], predictors: readonly string[]): Centre {
  if (rows.length === 0) throw notKnown(cohort, 'a single patient');
  const { terms } = fitEncoder(cohort, rows, predictors);
  if (terms.length === 0) throw notKnown(cohort, 'the predictors do not vary');
  const spread = shrunkCovariance(featuresOf(cohort, rows, terms));
  if ('undefinedBecause' in spread) throw notKnown(cohort, spread.undefinedBecause);
  return { terms, mean: [...spread.mean], covariance: [...spread.covariance] };
}

function distancesFrom(
  cohort: Cohort,
  rows: readonly number[],
  { terms, mean, covariance }: Centre,
): Float64Array {
  const found = mahalanobis(featuresOf(cohort, rows, terms), {
    means: [Float64Array.from(mean)],
    covariance: Float64Array.from(covariance),
  });
  if ('undefinedBecause' in found) throw notKnown(cohort, found.undefinedBecause);
  return found.distances;
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
