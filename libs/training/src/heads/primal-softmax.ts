import type { DualOptions } from './dual-softmax.ts';
import { outputsOf } from './dual-softmax.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';
import { type Descent, openQuasiNewton, quasiNewtonBytes } from './quasi-newton.ts';
import { logisticLoss, softmaxLoss } from './softmax-loss.ts';

/** Training rows of one fit, more of them than columns: centred by their weighted means. */
export interface PrimalRows {
  /** Made by the kernel; rows beyond `rows`, up to a multiple of 4, zero. */
  readonly x: Float32Array;
  readonly rows: number;
  /** A multiple of 4. */
  readonly width: number;
  readonly classes: Int32Array;
  readonly weights: Float64Array;
  readonly classCount: number;
}

export interface PrimalFit {
  /** One row of `width` an output. */
  readonly coefficients: Float64Array;
  readonly intercept: Float64Array;
  readonly iterations: number;
  /** Norm of the gradient with respect to the coefficients: they are no farther from the minimum. */
  readonly errorBound: number;
}

export interface PrimalSoftmax {
  /** Goes on from where the last penalty ended: ask in rising order of C. */
  readonly fit: (c: number, options: DualOptions) => PrimalFit;
}

const padded = (count: number): number => Math.ceil(count / 4) * 4;
/** Rows whose contributions to a gradient are summed in single precision before the sum goes to a double. */
const panel = 128;
const stale = 5;

/** Bytes of kernel memory for the rows themselves and `openPrimalSoftmax`. */
export function primalSoftmaxBytes(shape: {
  readonly rows: number;
  readonly width: number;
  readonly classCount: number;
}): number {
  const { width } = shape;
  const rows = padded(shape.rows);
  const columns = padded(outputsOf(shape.classCount));
  const size = (width + 1) * columns;
  return (
    rows * width * 4 +
    rows * columns * 28 +
    width * width * 16 +
    width * panel * 4 +
    size * 40 +
    quasiNewtonBytes(size, 0) +
    8192
  );
}

/**
 * The same regression as `openDualSoftmax` in the space of the columns: coefficients W and logits X W + 1 b'. The
 * preconditioner is (I + c X' w X)⁻¹, c = C times the mean curvature, its factor shared by neighbouring penalties; rows
 * and coefficients meet in single precision, every sum over rows and every state is kept in double.
 */
export function openPrimalSoftmax(kernel: LinearKernel, data: PrimalRows): PrimalSoftmax {
  const { x, rows, width, weights } = data;
  const outputs = outputsOf(data.classCount);
  const columns = padded(outputs);
  const lines = padded(rows);
  const size = (width + 1) * columns;
  const [point, gradient, step] = Array.from({ length: 3 }, () => kernel.doubles(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const companion = kernel.doubles(0);
  const narrowStep = kernel.singles(width * columns);
  const sum = kernel.singles(width * columns);
  const moved = kernel.singles(lines * columns);
  const logits = kernel.doubles(lines * columns);
  const residual = kernel.doubles(lines * columns);
  const narrowResidual = kernel.singles(lines * columns);
  const zero = new Float64Array(lines * columns);
  const squares = kernel.doubles(width * width);
  const factor = kernel.doubles(width * width);
  const shape = { rows, columns };
  const loss = (data.classCount === 2 ? logisticLoss : softmaxLoss)({ ...data, ...shape });
  const weightSum = weights.reduce((total, w) => total + w, 0);
  weightedSquares(kernel, data, squares);
  const coefficientSize = width * columns;
  let c = 0;
  let curvature = 0;
  let errorBound = Infinity;
  let wanted = 0;

  const descent: Descent = {
    gradient,
    step,
    companion,
    value: () => {
      const value = loss.value(c, { alpha: zero, logits, gradient: residual });
      narrowResidual.set(residual);
      gradient.set(point);
      gradient.fill(0, coefficientSize);
      for (let from = 0; from < lines; from += panel) {
        const count = Math.min(panel, lines - from);
        sum.fill(0);
        const rowsOfX = x.subarray(from * width, (from + count) * width);
        const rowsOfR = narrowResidual.subarray(from * columns, (from + count) * columns);
        kernel.backward({ rows: count, width, columns }, rowsOfX, rowsOfR, sum);
        for (let j = 0; j < coefficientSize; j++) gradient[j]! += sum[j]!;
      }
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < outputs; k++) gradient[coefficientSize + k]! += residual[i * columns + k]!;
      let squared = 0;
      for (let j = 0; j < coefficientSize; j++) squared += point[j]! ** 2;
      return value + squared / 2;
    },
    precondition: (q) => {
      step.set(q);
      kernel.solve(width, factor, step.subarray(0, coefficientSize), columns);
      for (let k = 0; k < outputs; k++) step[coefficientSize + k]! /= curvature * weightSum;
    },
    ready: () => {
      narrowStep.set(step.subarray(0, coefficientSize));
      kernel.forward({ rows: lines, width, columns }, x, narrowStep, moved);
    },
    move: (fraction) => {
      kernel.axpy(fraction, step, point);
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < outputs; k++)
          logits[i * columns + k]! += fraction * (moved[i * columns + k]! + step[coefficientSize + k]!);
    },
    proven: () => {
      if (!Number.isFinite(wanted)) return true;
      const slopes = gradient.subarray(0, coefficientSize);
      errorBound = Math.sqrt(kernel.dot(slopes, slopes));
      return errorBound <= wanted;
    },
  };
  const climb = openQuasiNewton(kernel, descent);
  const refactor = (to: number) => {
    curvature = to;
    for (let at = 0; at < factor.length; at++) factor[at] = to * squares[at]!;
    for (let j = 0; j < width; j++) factor[j * width + j]! += 1;
    if (!kernel.factor(width, factor)) throw new Error('softmax head: the columns have a negative variance');
  };

  return {
    fit: (penalty, { stop, iterations }) => {
      c = penalty;
      wanted = 'coefficients' in stop ? stop.coefficients : Infinity;
      errorBound = Infinity;
      const needed = Math.max(c * loss.curvature(logits), c * 1e-6);
      if (!(needed / curvature < stale && curvature / needed < stale)) refactor(needed);
      const enough =
        'coefficients' in stop ? { stop: stop.coefficients ** 2 } : { stop: 0, share: 2 * stop.objective };
      const climbed = climb({ ...enough, iterations });
      const coefficients = new Float64Array(outputs * width);
      for (let j = 0; j < width; j++)
        for (let k = 0; k < outputs; k++) coefficients[k * width + j] = point[j * columns + k]!;
      const intercept = point.slice(coefficientSize, coefficientSize + outputs);
      return { coefficients, intercept, iterations: climbed.iterations, errorBound };
    },
  };
}

/** X' w X, from panels of rows turned on their side. */
function weightedSquares(kernel: LinearKernel, data: PrimalRows, into: Float64Array): void {
  const { x, rows, width, weights } = data;
  const turned = kernel.singles(width * panel);
  for (let from = 0; from < rows; from += panel) {
    turned.fill(0);
    const count = Math.min(panel, rows - from);
    for (let i = 0; i < count; i++) {
      const root = Math.sqrt(weights[from + i]!);
      for (let j = 0; j < width; j++) turned[j * panel + i] = root * x[(from + i) * width + j]!;
    }
    kernel.gram(turned, turned, { rows: width, others: width, width: panel, lower: true }, into);
  }
}
