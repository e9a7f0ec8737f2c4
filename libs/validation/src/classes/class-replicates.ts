import { rankOrder } from '@raredx/metrics';
import type { Draws } from '../resampling/patient-draws.ts';
import type { ClassPopulation, ClassRepeat } from './class-population.ts';

/** Metrics over all classes, in the order of a replicate's values. */
export const classMetrics = [
  'auroc_hand_till',
  'auroc_one_vs_rest',
  'polytomous_discrimination',
  'accuracy',
  'balanced_accuracy',
  'brier_multiclass',
  'log_loss_multiclass',
] as const;
export type ClassMetric = (typeof classMetrics)[number];

/** A repeat with what does not change between resamples. */
interface Prepared {
  readonly repeat: ClassRepeat;
  /** For each class: rows by its risk, ascending, and the ends of runs of equal risk. */
  readonly order: readonly Uint32Array[];
  readonly runEnd: readonly Uint32Array[];
  /** Share of a correct call: 1, or divided among the classes that tie for the highest risk. */
  readonly hit: Float64Array;
  readonly squared: Float64Array;
  readonly loss: Float64Array;
}

function hitOf({ classes, y, p }: ClassRepeat, row: number): number {
  const risks = p.subarray(row * classes, (row + 1) * classes);
  const highest = Math.max(...risks);
  if (risks[y[row]] < highest) return 0;
  return 1 / risks.filter((risk) => risk === highest).length;
}

function prepare(repeat: ClassRepeat): Prepared {
  const { classes, y, p } = repeat;
  const order: Uint32Array[] = [];
  const runEnd: Uint32Array[] = [];
  for (let c = 0; c < classes; c++) {
    const risk = Float64Array.from(y, (_, row) => p[row * classes + c]);
    const rows = rankOrder(risk);
    order.push(rows);
    runEnd.push(
      Uint32Array.from(
        Array.from(rows.keys()).filter((i) => i + 1 === rows.length || risk[rows[i + 1]] !== risk[rows[i]]),
        (i) => i + 1,
      ),
    );
  }
  const squared = Float64Array.from(y, (own, row) => {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += (p[row * classes + c] - (c === own ? 1 : 0)) ** 2;
    return sum;
  });
  return {
    repeat,
    order,
    runEnd,
    hit: Float64Array.from(y, (_, row) => hitOf(repeat, row)),
    squared,
    loss: Float64Array.from(y, (own, row) => -Math.log(p[row * classes + own])),
  };
}

/** ∫₀¹ Πⱼ (lowⱼ + u highⱼ) du, which shares ties of several classes equally. */
function sharedTies(
  low: Float64Array,
  tied: Float64Array,
  { own, weight }: { own: number; weight: Float64Array },
): number {
  let polynomial = [1];
  for (let j = 0; j < low.length; j++) {
    if (j === own) continue;
    const [constant, slope] = [low[j] / weight[j], tied[j] / weight[j]];
    if (slope === 0) {
      polynomial = polynomial.map((coefficient) => coefficient * constant);
      continue;
    }
    const next = new Array<number>(polynomial.length + 1).fill(0);
    polynomial.forEach((coefficient, power) => {
      next[power] += coefficient * constant;
      next[power + 1] += coefficient * slope;
    });
    polynomial = next;
  }
  return polynomial.reduce((sum, coefficient, power) => sum + coefficient / (power + 1), 0);
}

/** One class against each other and against the rest, in one pass. */
function passOfClass(
  prepared: Prepared,
  own: number,
  { w, weight }: { w: Float64Array; weight: Float64Array },
) {
  const { order, runEnd, repeat } = prepared;
  const rows = order[own];
  const low = new Float64Array(weight.length);
  const tied = new Float64Array(weight.length);
  let pairs = 0;
  let rest = 0;
  let all = 0;
  let from = 0;
  for (const end of runEnd[own]) {
    tied.fill(0);
    for (; from < end; from++) tied[repeat.y[rows[from]]] += w[rows[from]];
    if (tied[own] > 0) {
      for (let j = 0; j < low.length; j++) {
        if (j === own) continue;
        const below = low[j] + tied[j] / 2;
        pairs += (tied[own] * below) / weight[j];
        rest += tied[own] * below;
      }
      all += tied[own] * sharedTies(low, tied, { own, weight });
    }
    for (let j = 0; j < low.length; j++) low[j] += tied[j];
  }
  const total = weight.reduce((sum, x) => sum + x, 0);
  const others = weight.length - 1;
  return [pairs / weight[own] / others, rest / (weight[own] * (total - weight[own])), all / weight[own]];
}

/** All metrics of weighted rows; those that need every class are NaN where one has no weight. */
function valuesOf(prepared: Prepared, w: Float64Array): number[] {
  const { classes, y } = prepared.repeat;
  const weight = new Float64Array(classes);
  const hits = new Float64Array(classes);
  let [total, correct, squared, loss] = [0, 0, 0, 0];
  for (let row = 0; row < y.length; row++) {
    if (w[row] === 0) continue;
    total += w[row];
    weight[y[row]] += w[row];
    hits[y[row]] += w[row] * prepared.hit[row];
    correct += w[row] * prepared.hit[row];
    squared += w[row] * prepared.squared[row];
    loss += w[row] * prepared.loss[row];
  }
  const ordering = [0, 0, 0];
  for (let own = 0; own < classes; own++) {
    passOfClass(prepared, own, { w, weight }).forEach((value, k) => {
      ordering[k] += value / classes;
    });
  }
  const balanced = hits.reduce((sum, hit, c) => sum + hit / weight[c] / classes, 0);
  return [...ordering, correct / total, balanced, squared / total, loss / total];
}

/** Every metric, mean over repeats, as estimated; NaN or infinite where undefined. */
export function classEstimates({ repeats }: ClassPopulation): number[] {
  const each = repeats.map((repeat) => valuesOf(prepare(repeat), new Float64Array(repeat.y.length).fill(1)));
  return classMetrics.map((_, k) => each.reduce((sum, values) => sum + values[k] / repeats.length, 0));
}

/** And in each resample of patients. */
export function classReplicates(
  { repeats }: ClassPopulation,
  draws: Draws,
): ReadonlyMap<ClassMetric, Float64Array> {
  const columns = classMetrics.map(() => new Float64Array(draws.bootstrap));
  const prepared = repeats.map(prepare);
  const weights = repeats.map(({ y }) => new Float64Array(y.length));
  for (let b = 0; b < draws.bootstrap; b++) {
    const counts = draws.of(b);
    prepared.forEach((each, r) => {
      const { patient } = each.repeat;
      for (let row = 0; row < patient.length; row++) weights[r][row] = counts[patient[row]];
      const values = valuesOf(each, weights[r]);
      for (let k = 0; k < columns.length; k++) columns[k][b] += values[k] / repeats.length;
    });
  }
  return new Map(classMetrics.map((name, k) => [name, columns[k]]));
}
