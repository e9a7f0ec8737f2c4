import type { Random } from '@raredx/stats';
import { shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { ClassTask } from '../features.ts';
import { patientsByClass } from './check-class-task.ts';

/**
 * Fold of each of the given rows: patients stay whole, classes are spread as evenly as patients allow. Patients are dealt
 * in random order, those of the most uneven classes first, each to the fold whose class counts it leaves most alike.
 *
 * @throws ContractError for a class with fewer patients than folds
 * @example
 * patientFolds({ features: { rows: 2, width: 1, values: Float32Array.of(1, 2) }, classes: Int32Array.of(0, 0), classNames: ['a', 'b'], groups: Int32Array.of(7, 8) }, { rows: [0, 1], folds: 2, where: 'folds' }, createRandom(1)) // => throws 'folds: classes with fewer patients than the 2 folds (b: 0)'
 */
export function patientFolds(
  task: ClassTask,
  {
    rows,
    folds,
    where,
  }: { readonly rows: ArrayLike<number>; readonly folds: number; readonly where: string },
  random: Random,
): Int32Array {
  const { classes, classNames, groups } = task;
  checkPatients(task, { rows, folds, where });
  const classCount = classNames.length;
  const patients = new Map<number, { counts: Float64Array; rows: number[] }>();
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    const known = patients.get(groups[row]!) ?? { counts: new Float64Array(classCount), rows: [] };
    known.counts[classes[row]!]! += 1;
    known.rows.push(r);
    patients.set(groups[row]!, known);
  }
  const totals = new Float64Array(classCount);
  for (const { counts } of patients.values()) for (let k = 0; k < classCount; k++) totals[k]! += counts[k]!;
  const list = [...patients.values()];
  const order = Array.from(shuffled(list.length, random), (at) => list[at]!);
  const uneven = ({ counts }: { counts: Float64Array }) =>
    spread(counts.map((count, k) => count / totals[k]!));
  order.sort((a, b) => uneven(b) - uneven(a));
  const held = Array.from({ length: folds }, () => new Float64Array(classCount));
  const sizes = new Float64Array(folds);
  const foldOf = new Int32Array(rows.length);
  for (const patient of order) {
    const fold = bestFold(patient.counts, { held, sizes, totals });
    sizes[fold]! += patient.rows.length;
    for (let k = 0; k < classCount; k++) held[fold]![k]! += patient.counts[k]!;
    for (const r of patient.rows) foldOf[r] = fold;
  }
  return foldOf;
}

function checkPatients(
  task: ClassTask,
  {
    rows,
    folds,
    where,
  }: { readonly rows: ArrayLike<number>; readonly folds: number; readonly where: string },
): void {
  const patients = patientsByClass(task, rows);
  const few = task.classNames.map((name, k) => ({ name, count: patients[k]! }));
  const single = few.filter(({ count }) => count === 1);
  if (single.length > 0)
    throw new ContractError(
      where,
      `classes with one patient (${single.map(({ name }) => name).join(', ')})`,
      'one patient cannot be learned from and judged by: merge the class with a related one, or leave it out',
    );
  const short = few.filter(({ count }) => count < folds);
  if (short.length > 0)
    throw new ContractError(
      where,
      `classes with fewer patients than the ${folds} folds (${short.map(({ name, count }) => `${name}: ${count}`).join(', ')})`,
      `ask for at most ${Math.max(2, Math.min(...short.map(({ count }) => count)))} folds, or merge classes`,
    );
}

/** Where the shares of every class end most alike over folds; ties to the smaller fold, then the first. */
function bestFold(
  counts: Float64Array,
  to: {
    readonly held: readonly Float64Array[];
    readonly sizes: Float64Array;
    readonly totals: Float64Array;
  },
): number {
  const { held, sizes, totals } = to;
  let best = 0;
  let least = Infinity;
  for (let fold = 0; fold < held.length; fold++) {
    // Σ_k share² is all of the variance that depends on the fold: 2 h c + c² over the class total squared.
    let cost = 0;
    for (let k = 0; k < counts.length; k++)
      cost += (counts[k]! * (2 * held[fold]![k]! + counts[k]!)) / totals[k]! ** 2;
    if (cost < least - 1e-12 || (cost < least + 1e-12 && sizes[fold]! < sizes[best]!)) {
      best = fold;
      least = cost;
    }
  }
  return best;
}

function spread(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return values.reduce((total, value) => total + (value - mean) ** 2, 0);
}
