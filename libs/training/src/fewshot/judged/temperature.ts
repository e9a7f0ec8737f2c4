import { ContractError } from '@raredx/tables';
import { softmaxRows } from '../softmax-rows.ts';

/** Probabilities of some queries (rows × classCount) and the class of each. */
export interface JudgedQueries {
  readonly probabilities: Float64Array;
  readonly classes: Int32Array;
  readonly classCount: number;
}

/** p^(1/T), rescaled to sum to 1: above 1 the temperature flattens, below 1 it sharpens, and no rank changes. */
export function cooled(probabilities: Float64Array, classCount: number, temperature: number): Float64Array {
  return softmaxRows(
    probabilities.map((p) => Math.log(Math.max(p, 1e-300)) / temperature),
    classCount,
  );
}

/**
 * The temperature with the least mean log loss over judged queries, by golden section on log T in [1/100, 100]. Fit it on
 * episodes of base classes; on the episodes that are reported it would be chosen by their answers.
 *
 * Guo C, Pleiss G, Sun Y, Weinberger KQ (2017). On calibration of modern neural networks. ICML.
 *
 * @example
 * fitTemperature([{ probabilities: Float64Array.of(0.9, 0.1, 0.9, 0.1), classes: Int32Array.of(0, 1), classCount: 2 }]) > 50 // => true
 */
export function fitTemperature(judged: readonly JudgedQueries[]): number {
  if (judged.every(({ classes }) => classes.length === 0))
    throw new ContractError('temperature', 'no judged queries');
  const loss = (log: number) => {
    let total = 0;
    for (const one of judged) total += lossSum(cooled(one.probabilities, one.classCount, Math.exp(log)), one);
    return total;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-Math.log(100), Math.log(100)];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [loss(a), loss(b)];
  for (let step = 0; step < 40; step++) {
    if (atA <= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - golden * (high - low);
      atA = loss(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + golden * (high - low);
      atB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}

function lossSum(probabilities: Float64Array, { classes, classCount }: JudgedQueries): number {
  let total = 0;
  classes.forEach((c, q) => {
    total -= Math.log(Math.max(probabilities[q * classCount + c], 1e-300));
  });
  return total;
}

/**
 * Expected calibration error of the top class: Σ over bins of equal width (share of queries) · |accuracy − mean top
 * probability|. Biased upwards in small samples: for comparing before and after, not for reporting alone.
 */
export function topClassEce(judged: readonly JudgedQueries[], bins = 15): number {
  const [count, right, stated] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  let total = 0;
  for (const { probabilities, classes, classCount } of judged)
    classes.forEach((wanted, q) => {
      const row = probabilities.subarray(q * classCount, (q + 1) * classCount);
      const most = Math.max(...row);
      const bin = Math.min(bins - 1, Math.floor(most * bins));
      count[bin]++;
      stated[bin] += most;
      if (row.indexOf(most) === wanted) right[bin]++;
      total++;
    });
  if (total === 0) throw new ContractError('ece', 'no judged queries');
  return right.reduce((sum, hits, bin) => sum + Math.abs(hits - stated[bin]) / total, 0);
}
