import type { Estimate } from '@raredx/stats';
import type { ScoredRows } from '../scored-outcomes.ts';
import { conformalQuantile } from './conformal-quantile.ts';
import { leastAmbiguousScores } from './least-ambiguous.ts';
import { patientScores } from './patient-scores.ts';
import { predictionSets } from './prediction-sets.ts';

/** Sets of the target's rows and what they rest on. */
export interface CalibratedSets {
  readonly sets: Uint8Array;
  /** Calibration patients; the fewest, where each fold has its own. */
  readonly patients: number;
}

export interface SetOptions {
  readonly alpha: number;
  /** One quantile for all classes, or one for each observed class (Mondrian). */
  readonly by: 'all' | 'class';
  readonly classNames: readonly string[];
  /** Calibration rows and target rows that take part, e.g. those of one level of an attribute. */
  readonly calibrates?: (row: number) => boolean;
  readonly applies?: (row: number) => boolean;
}

/** One score a patient and pass, a patient's passes weighing 1 together. */
function calibration(part: ScoredRows, own: Float64Array, counts: (row: number) => boolean) {
  const unit = part.patient.map((patient, row) => patient * part.passes + part.pass[row]);
  const { scores, patients } = patientScores(own, unit, counts);
  const passes = new Map<number, number>();
  const patientOf = patients.map((u) => Math.floor(u / part.passes));
  for (const patient of patientOf) passes.set(patient, (passes.get(patient) ?? 0) + 1);
  const w = Float64Array.from(patientOf, (patient) => 1 / (passes.get(patient) as number));
  return { scores, w, patients: passes.size };
}

/** Splits by which a target is calibrated: all on all, or, within a cross-validation, each fold on the others. */
interface Split {
  readonly calibrates: (row: number) => boolean;
  readonly applies: (row: number) => boolean;
}

function splitsOf(target: ScoredRows, isItself: boolean): Split[] {
  if (!isItself) return [{ calibrates: () => true, applies: () => true }];
  const keys = new Map<string, readonly [number, number]>();
  for (let row = 0; row < target.y.length; row++) {
    keys.set(`${target.pass[row]}|${target.fold[row]}`, [target.pass[row], target.fold[row]]);
  }
  return [...keys.values()].map(([pass, fold]) => ({
    calibrates: (row: number) => target.pass[row] === pass && target.fold[row] !== fold,
    applies: (row: number) => target.pass[row] === pass && target.fold[row] === fold,
  }));
}

function quantiles(
  { part, own }: { readonly part: ScoredRows; readonly own: Float64Array },
  counts: (row: number) => boolean,
  options: SetOptions,
) {
  const among = (takes: (row: number) => boolean) => {
    const found = calibration(part, own, takes);
    return {
      patients: found.patients,
      limit: conformalQuantile(found.scores, options.alpha, { w: found.w }),
    };
  };
  if (options.by === 'all') return [among(counts)];
  return options.classNames.map((_, k) => among((row) => counts(row) && part.y[row] === k));
}

/**
 * Least-ambiguous sets of a target, with quantiles of another partition, or of the other folds of its own
 * cross-validation. Undefined, with the first reason, where some quantile is unattainable.
 */
export function calibratedSets(
  source: ScoredRows,
  target: ScoredRows,
  options: SetOptions,
): CalibratedSets | { undefinedBecause: string } {
  const { classes } = source;
  const labelScores = leastAmbiguousScores(source);
  const own = Float64Array.from(source.y, (k, row) => labelScores[row * classes + k]);
  const scores = source === target ? labelScores : leastAmbiguousScores(target);
  const sets = new Uint8Array(target.p.length);
  let fewest = Number.POSITIVE_INFINITY;
  for (const split of splitsOf(target, source === target)) {
    const rows = Array.from(target.y.keys()).filter(
      (row) => split.applies(row) && (options.applies?.(row) ?? true),
    );
    if (rows.length === 0) continue;
    const counts = (row: number) => split.calibrates(row) && (options.calibrates?.(row) ?? true);
    const found = quantiles({ part: source, own }, counts, options);
    const lacking = found.findIndex(({ limit }) => 'undefinedBecause' in limit);
    if (lacking >= 0) {
      const { undefinedBecause } = found[lacking].limit as { undefinedBecause: string };
      const of = options.by === 'class' ? `${options.classNames[lacking]}: ` : '';
      return { undefinedBecause: of + undefinedBecause };
    }
    const limits: Estimate[] = Array.from({ length: classes }, (_, k) => (found[k] ?? found[0]).limit);
    for (const row of rows) {
      const at = row * classes;
      sets.set(predictionSets(scores.subarray(at, at + classes), limits, classes), at);
    }
    fewest = Math.min(fewest, ...found.map(({ patients }) => patients));
  }
  return fewest === Number.POSITIVE_INFINITY ? { undefinedBecause: 'no rows' } : { sets, patients: fewest };
}
