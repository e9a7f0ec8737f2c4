import type { LinearKernel } from './kernel/linear-kernel.ts';
import { type Descent, openQuasiNewton, quasiNewtonBytes } from './quasi-newton.ts';
import { logisticLoss, softmaxLoss } from './softmax-loss.ts';

/** Training rows of one fit: their inner products, classes and weights. */
export interface DualRows {
  /** `n * n`, made by the kernel, whole; n is the number of rows padded to a multiple of 4, the rest zero. */
  readonly gram: Float64Array;
  readonly n: number;
  readonly rows: number;
  readonly classes: Int32Array;
  /** Positive weight of each row. */
  readonly weights: Float64Array;
  readonly classCount: number;
  /** Patient of each row. */
  readonly groups: Int32Array;
  /** Columns of the features, padding aside. */
  readonly width: number;
}

/** Coefficients are X'alpha, one column a class (one column for two classes), beside an intercept. */
export interface DualFit {
  /** `rows * outputs`. */
  readonly alpha: Float64Array;
  readonly intercept: Float64Array;
  readonly iterations: number;
  /** Proven upper bound of the Euclidean distance of all coefficients from the minimum; Infinity where not asked for. */
  readonly errorBound: number;
}

export interface DualOptions {
  /** Stops at a proven distance of the coefficients, or at an excess of the objective as a share of it. */
  readonly stop: { readonly coefficients: number } | { readonly objective: number };
  readonly iterations: number;
}

export interface DualSoftmax {
  /** Goes on from where the last penalty ended: ask in rising order of C. */
  readonly fit: (c: number, options: DualOptions) => DualFit;
}

export const outputsOf = (classCount: number): number => (classCount === 2 ? 1 : classCount);
export const paddedColumns = (outputs: number): number => outputs + (outputs % 2);
export const paddedRows = (rows: number): number => Math.ceil(rows / 4) * 4;

/** Bytes of kernel memory that `openDualSoftmax` takes, its gram aside. */
export function dualSoftmaxBytes(rows: number, classCount: number): number {
  const n = paddedRows(rows);
  const size = n * paddedColumns(outputsOf(classCount));
  return (n * n + 6 * size + 2 * n) * 8 + quasiNewtonBytes(size, size) + 4096;
}

/** A preconditioner is made again where the curvature has moved by more than this factor. */
const stale = 5;

/**
 * L2-penalised multinomial regression in the space of the rows: with G = X X', coefficients X'A and logits
 * F = G A + 1 b', minimise  C Σ w_i loss(F_i) + ½ tr(A' G A)  (scikit-learn's objective, intercept unpenalised).
 *
 * The gradient's coordinates are g = A - C w (Y - P). The preconditioner (I + c w G)⁻¹, with c = C times the mean
 * curvature, gives a step s and, for nothing, its logits G s + t = (g - s) / (c w): an iteration costs one triangular
 * solve with a factor that several penalties share. The intercept is eliminated exactly: Σ_i A_i = 0 throughout.
 *
 * Where the gradient with respect to the coefficients has norm r, they are within r of the minimum, since the penalty
 * makes the objective 1-strongly convex in them: that is the proof of `errorBound`.
 */
export function openDualSoftmax(kernel: LinearKernel, data: DualRows): DualSoftmax {
  const { n, rows, gram, weights } = data;
  const outputs = outputsOf(data.classCount);
  const columns = paddedColumns(outputs);
  const vector = () => kernel.doubles(n * columns);
  const [alpha, logits, gradient, step, companion, scratch] = Array.from({ length: 6 }, vector) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const factor = kernel.doubles(n * n);
  const one = kernel.doubles(2 * n);
  const loss = (data.classCount === 2 ? logisticLoss : softmaxLoss)({ ...data, columns });
  const [keptAlpha, keptLogits, lastAlpha, lastLogits] = Array.from(
    { length: 4 },
    () => new Float64Array(n * columns),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  let c = 0;
  let lastC = 0;
  let curvature = 0;
  let oneSum = 0;
  let errorBound = Infinity;
  let wanted = 0;

  const refactor = (to: number) => {
    curvature = to;
    factor.fill(0);
    for (let i = 0; i < n; i++) {
      const wi = i < rows ? curvature * weights[i]! : 0;
      for (let j = 0; j < i && i < rows; j++)
        factor[i * n + j] = Math.sqrt(wi * curvature * weights[j]!) * gram[i * n + j]!;
      factor[i * n + i] = 1 + wi * gram[i * n + i]!;
    }
    if (!kernel.factor(n, factor)) throw new Error('softmax head: the Gram matrix has a negative eigenvalue');
    one.fill(0);
    for (let i = 0; i < rows; i++) one[2 * i] = Math.sqrt(curvature * weights[i]!);
    kernel.solve(n, factor, one, 2);
    oneSum = 0;
    for (let i = 0; i < rows; i++) {
      one[2 * i]! *= Math.sqrt(curvature * weights[i]!);
      oneSum += one[2 * i]!;
    }
  };

  const precondition = (q: Float64Array) => {
    for (let i = 0; i < rows; i++) {
      const scale = 1 / Math.sqrt(curvature * weights[i]!);
      for (let k = 0; k < columns; k++) companion[i * columns + k] = q[i * columns + k]! * scale;
    }
    kernel.solve(n, factor, companion, columns);
    for (let k = 0; k < outputs; k++) {
      let total = 0;
      for (let i = 0; i < rows; i++)
        total += companion[i * columns + k]! * Math.sqrt(curvature * weights[i]!);
      const shift = total / oneSum;
      for (let i = 0; i < rows; i++) {
        const at = i * columns + k;
        const w = curvature * weights[i]!;
        companion[at] = companion[at]! * Math.sqrt(w) - one[2 * i]! * shift;
        step[at] = (q[at]! - companion[at]!) / w;
      }
    }
  };

  const descent: Descent = {
    gradient,
    step,
    companion,
    value: () => loss.value(c, { alpha, logits, gradient }) + kernel.dot(alpha, logits) / 2,
    precondition,
    ready: () => undefined,
    move: (fraction) => {
      kernel.axpy(fraction, companion, alpha);
      kernel.axpy(fraction, step, logits);
    },
    proven: () => {
      if (!Number.isFinite(wanted)) return true;
      kernel.product({ rows: n, n, columns }, gram, gradient, scratch);
      errorBound = Math.sqrt(Math.max(0, kernel.dot(gradient, scratch)));
      return errorBound <= wanted;
    },
  };
  const climb = openQuasiNewton(kernel, descent);

  /** From the last penalty's end, or, where that is nearer, from there in proportion to C, or further along the path. */
  const start = (penalty: number) => {
    const ratio = penalty / c;
    const along = Math.log(ratio) / Math.log(c / lastC);
    lastC = c;
    c = penalty;
    if (!(ratio > 0 && Number.isFinite(ratio))) return;
    keptAlpha.set(alpha);
    keptLogits.set(logits);
    const guesses: [number, number][] = [
      [1, 0],
      [ratio, 0],
    ];
    if (Number.isFinite(along)) guesses.push([1 + along, -along], [1 + along / 2, -along / 2]);
    const place = ([own, before]: [number, number]) => {
      for (let i = 0; i < alpha.length; i++) {
        alpha[i] = own * keptAlpha[i]! + before * lastAlpha[i]!;
        logits[i] = own * keptLogits[i]! + before * lastLogits[i]!;
      }
    };
    const values = guesses.map((guess) => {
      place(guess);
      return descent.value();
    });
    place(guesses[values.indexOf(Math.min(...values))]!);
    lastAlpha.set(keptAlpha);
    lastLogits.set(keptLogits);
  };

  return {
    fit: (penalty, { stop, iterations }) => {
      start(penalty);
      wanted = 'coefficients' in stop ? stop.coefficients : Infinity;
      errorBound = Infinity;
      const needed = Math.max(c * loss.curvature(logits), c * 1e-6);
      if (!(needed / curvature < stale && curvature / needed < stale)) refactor(needed);
      const enough =
        'coefficients' in stop ? { stop: stop.coefficients ** 2 } : { stop: 0, share: 2 * stop.objective };
      const climbed = climb({ ...enough, iterations });
      // Any rows tell the intercept; four average their rounding.
      const some = Math.min(4, rows);
      kernel.product({ rows: some, n, columns }, gram, alpha, scratch);
      const intercept = new Float64Array(outputs);
      for (let k = 0; k < outputs; k++)
        for (let i = 0; i < some; i++)
          intercept[k]! += (logits[i * columns + k]! - scratch[i * columns + k]!) / some;
      return {
        alpha: narrowed(alpha, { rows, columns, outputs }),
        intercept,
        iterations: climbed.iterations,
        errorBound,
      };
    },
  };
}

function narrowed(
  wide: Float64Array,
  { rows, columns, outputs }: { readonly rows: number; readonly columns: number; readonly outputs: number },
): Float64Array {
  const values = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < outputs; k++) values[i * outputs + k] = wide[i * columns + k]!;
  return values;
}
