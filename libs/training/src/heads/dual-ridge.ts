import type { DualHead, LinearDual } from './dual-head.ts';
import type { DualRows } from './dual-rows.ts';
import { probabilities } from './head.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';

/**
 * Ridge regression on the class indicators (1 and 0), intercept unpenalised, made a classifier by a sharpness τ of its
 * scores: softmax(τ score), τ the one that makes the patients' left-out scores likeliest. With K = (G + α/w)⁻¹ and M
 * what remains of K once the intercept is taken out, alpha = M Y, and without a patient's rows g in the fit their
 * residuals are M_gg⁻¹ (M Y)_g: leaving out costs one inverse for all patients, whatever their number.
 *
 * @see Hoerl AE, Kennard RW (1970) Technometrics 12:55-67; Golub GH, Heath M, Wahba G (1979) Technometrics 21:215-223
 */
export const dualRidge: DualHead = {
  setting: 'alpha, strength of the L2 penalty',
  grid: [1e5, 1e4, 1e3, 1e2, 10, 1, 0.1],
  refuses: (alpha) => (alpha > 0 && Number.isFinite(alpha) ? undefined : 'alpha must be positive and finite'),
  bytes: (rows) => (rows + 4) ** 2 * 16 + (rows + 4) * 64 + 4096,
  open: (kernel, data) => ({
    fit: (alpha) => {
      const { scores, fit } = leftOutRidge(kernel, data, alpha);
      const sharpness = likeliestSharpness(scores, data);
      return {
        alpha: fit.alpha.map((value) => sharpness * value),
        intercept: fit.intercept.map((value) => sharpness * value),
      };
    },
  }),
};

/** Ridge scores of the fit on all rows, and of each row by the fit without its patient, `rows * K`. */
export function leftOutRidge(
  kernel: LinearKernel,
  data: DualRows,
  penalty: number,
): { scores: Float64Array; fit: LinearDual } {
  return kernel.scratch(() => {
    const { n, rows, gram, classes, weights, classCount } = data;
    const root = Float64Array.from(weights, Math.sqrt);
    const factor = kernel.doubles(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i && i < rows; j++) factor[i * n + j] = root[i]! * root[j]! * gram[i * n + j]!;
      factor[i * n + i] = penalty + (i < rows ? weights[i]! * gram[i * n + i]! : 0);
    }
    if (!kernel.factor(n, factor)) throw new Error('ridge head: the Gram matrix has a negative eigenvalue');
    const m = kernel.doubles(n * n);
    for (let i = 0; i < n; i++) m[i * n + i] = i < rows ? root[i]! : 1;
    kernel.solve(n, factor, m, n);
    const ones = new Float64Array(rows);
    let all = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) ones[i]! += root[i]! * m[i * n + j]!;
      all += ones[i]!;
    }
    const intercept = new Float64Array(classCount);
    for (let i = 0; i < rows; i++) intercept[classes[i]!]! += ones[i]! / all;
    const alpha = new Float64Array(rows * classCount);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rows; j++) {
        m[i * n + j] = root[i]! * m[i * n + j]! - (ones[i]! * ones[j]!) / all;
        alpha[i * classCount + classes[j]!]! += m[i * n + j]!;
      }
    return { scores: leftOut(data, m, alpha), fit: { alpha, intercept } };
  });
}

/** y - M_gg⁻¹ (M Y)_g for each patient's rows g, by Gaussian elimination of a block as large as the patient. */
function leftOut(data: DualRows, m: Float64Array, alpha: Float64Array): Float64Array {
  const { n, rows, classes, groups, classCount } = data;
  const members = new Map<number, number[]>();
  for (let i = 0; i < rows; i++) {
    const list = members.get(groups[i]!);
    if (list) list.push(i);
    else members.set(groups[i]!, [i]);
  }
  const scores = new Float64Array(rows * classCount);
  for (const g of members.values()) {
    const size = g.length;
    const block = Float64Array.from(
      { length: size * size },
      (_, at) => m[g[Math.floor(at / size)]! * n + g[at % size]!]!,
    );
    const right = Float64Array.from(
      { length: size * classCount },
      (_, at) => alpha[g[Math.floor(at / classCount)]! * classCount + (at % classCount)]!,
    );
    eliminate(block, right, size);
    for (let a = 0; a < size; a++)
      for (let k = 0; k < classCount; k++)
        scores[g[a]! * classCount + k] = (classes[g[a]!] === k ? 1 : 0) - right[a * classCount + k]!;
  }
  return scores;
}

/** right = block⁻¹ right for a positive definite block. */
function eliminate(block: Float64Array, right: Float64Array, size: number): void {
  const columns = right.length / size;
  for (let p = 0; p < size; p++)
    for (let i = 0; i < size; i++) {
      if (i === p) continue;
      const share = block[i * size + p]! / block[p * size + p]!;
      for (let j = p; j < size; j++) block[i * size + j]! -= share * block[p * size + j]!;
      for (let k = 0; k < columns; k++) right[i * columns + k]! -= share * right[p * columns + k]!;
    }
  for (let p = 0; p < size; p++)
    for (let k = 0; k < columns; k++) right[p * columns + k]! /= block[p * size + p]!;
}

/** Golden-section search on log τ. */
function likeliestSharpness(scores: Float64Array, { rows, classes, weights, classCount }: DualRows): number {
  const loss = (logSharpness: number): number => {
    const p = probabilities(
      scores.map((score) => score * Math.exp(logSharpness)),
      classCount,
    );
    let total = 0;
    for (let i = 0; i < rows; i++)
      total -= weights[i]! * Math.log(Math.max(p[i * classCount + classes[i]!]!, 1e-300));
    return total;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-4, 5];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  while (high - low > 1e-3) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - ratio * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + ratio * (high - low);
      lossB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}
