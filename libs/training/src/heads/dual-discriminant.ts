import { classTotals } from './class-totals.ts';
import type { DualHead } from './dual-head.ts';
import type { DualRows } from './dual-rows.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';

/**
 * Linear discriminant analysis with a shrunk covariance Σ = (1 - a) S + a tr(S) / d, S the covariance within classes:
 * scikit-learn's `LinearDiscriminantAnalysis(solver='lsqr', shrinkage=a)`. With rows X scaled by the roots of their
 * weights, Q what takes class means out, b = (1 - a) / Σw and s = a tr(S) / d, the inverse needs rows only:
 *
 *     Σ⁻¹ X'e = X' (e - b Q (s + b Q G Q)⁻¹ Q G e) / s
 *
 * @see Friedman JH (1989) JASA 84:165-175
 */
export const dualDiscriminant: DualHead = {
  setting: 'shrinkage of the covariance towards a multiple of the identity',
  grid: [1, 0.9, 0.75, 0.5, 0.25, 0.1],
  refuses: (value) => (value > 0 && value <= 1 ? undefined : 'shrinkage must be above 0 and at most 1'),
  bytes: (rows, classCount) => (rows + 4) ** 2 * 16 + (rows + 4) * (classCount + 1) * 24 + 4096,
  open: (kernel, data) => {
    const { n, rows, classes, weights, classCount, width } = data;
    const { totals, all } = classTotals(data);
    const columns = classCount + (classCount % 2);
    const root = Float64Array.from(weights, Math.sqrt);
    const means = kernel.doubles(n * columns);
    for (let i = 0; i < rows; i++) means[i * columns + classes[i]!] = root[i]! / totals[classes[i]!]!;
    const within = kernel.doubles(n * n);
    const reach = scaledGram(kernel, data, { root, means, columns, within });
    const lengths = new Float64Array(classCount);
    for (let k = 0; k < classCount; k++)
      for (let i = 0; i < rows; i++) lengths[k]! += means[i * columns + k]! * reach[i * columns + k]!;
    const unit = Float64Array.from(classes, (k, i) => root[i]! / Math.sqrt(totals[k]!));
    const project = (values: Float64Array, lines: number) =>
      withoutClassMeans(values, { rows, columns: lines, classes, unit, classCount });
    project(reach, columns);
    project(within, n);
    transpose(within, n);
    project(within, n);
    let trace = 0;
    for (let i = 0; i < rows; i++) trace += within[i * n + i]! / all;
    const factor = kernel.doubles(n * n);
    const solved = kernel.doubles(n * columns);
    return {
      fit: (shrinkage) => {
        const s = Math.max((shrinkage * trace) / width, Number.MIN_VALUE);
        const b = (1 - shrinkage) / all;
        for (let at = 0; at < factor.length; at++) factor[at] = b * within[at]!;
        for (let i = 0; i < n; i++) factor[i * n + i]! += s;
        if (!kernel.factor(n, factor)) throw new Error('lda head: the covariance has a negative eigenvalue');
        solved.set(reach);
        kernel.solve(n, factor, solved, columns);
        project(solved, columns);
        const alpha = new Float64Array(rows * classCount);
        const squares = new Float64Array(classCount);
        for (let i = 0; i < rows; i++)
          for (let k = 0; k < classCount; k++) {
            const at = i * columns + k;
            squares[k]! += (reach[at]! * b * solved[at]!) / s;
            alpha[i * classCount + k] = (root[i]! * (means[at]! - b * solved[at]!)) / s;
          }
        const intercept = totals.map(
          (total, k) => Math.log(total / all) - (lengths[k]! / s - squares[k]!) / 2,
        );
        return { alpha, intercept };
      },
    };
  },
};

/** W^½ G W^½ into `within`; its product with the class means. */
function scaledGram(
  kernel: LinearKernel,
  { n, rows, gram }: DualRows,
  to: {
    readonly root: Float64Array;
    readonly means: Float64Array;
    readonly columns: number;
    readonly within: Float64Array;
  },
): Float64Array {
  const { root, means, columns, within } = to;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++) within[i * n + j] = root[i]! * gram[i * n + j]! * root[j]!;
  const reach = kernel.doubles(n * columns);
  kernel.product({ rows: n, n, columns }, within, means, reach);
  return reach;
}

/** Q values: each column less its projection on the classes' weighted means. */
function withoutClassMeans(
  values: Float64Array,
  by: {
    readonly rows: number;
    readonly columns: number;
    readonly classes: Int32Array;
    readonly unit: Float64Array;
    readonly classCount: number;
  },
): void {
  const { rows, columns, classes, unit, classCount } = by;
  const sums = new Float64Array(classCount * columns);
  for (let i = 0; i < rows; i++) {
    const to = classes[i]! * columns;
    for (let j = 0; j < columns; j++) sums[to + j]! += unit[i]! * values[i * columns + j]!;
  }
  for (let i = 0; i < rows; i++) {
    const from = classes[i]! * columns;
    for (let j = 0; j < columns; j++) values[i * columns + j]! -= unit[i]! * sums[from + j]!;
  }
}

function transpose(values: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const kept = values[i * n + j]!;
      values[i * n + j] = values[j * n + i]!;
      values[j * n + i] = kept;
    }
}
