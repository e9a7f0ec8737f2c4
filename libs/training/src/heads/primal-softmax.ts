import { type DualOptions, enough, leastCurvature, outputsOf } from './dual-softmax.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';
import { openQuasiNewton, quasiNewtonBytes } from './quasi-newton.ts';
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
  const { x, rows, width } = data;
  const outputs = outputsOf(data.classCount);
  const columns = padded(outputs);
  const lines = padded(rows);
  const slopes = width * columns;
  const vector = () => kernel.doubles(slopes + columns);
  const [point, gradient, step] = [vector(), vector(), vector()];
  const narrowStep = kernel.singles(slopes);
  const moved = kernel.singles(lines * columns);
  const logits = kernel.doubles(lines * columns);
  const residual = kernel.doubles(lines * columns);
  const zero = new Float64Array(lines * columns);
  const loss = (data.classCount === 2 ? logisticLoss : softmaxLoss)({ ...data, columns });
  const addBackward = openBackward(kernel, data, columns);
  const preconditioner = openPrimalPreconditioner(kernel, data, columns);
  let c = 0;
  let errorBound = Infinity;
  let wanted = 0;
  const climb = openQuasiNewton(kernel, {
    gradient,
    step,
    companion: kernel.doubles(0),
    value: () => {
      const value = loss.value(c, { alpha: zero, logits, gradient: residual });
      gradient.set(point);
      gradient.fill(0, slopes);
      addBackward(residual, gradient);
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < outputs; k++) gradient[slopes + k]! += residual[i * columns + k]!;
      let squared = 0;
      for (let j = 0; j < slopes; j++) squared += point[j]! ** 2;
      return value + squared / 2;
    },
    precondition: (q) => {
      step.set(q);
      preconditioner.apply(step);
    },
    ready: () => {
      narrowStep.set(step.subarray(0, slopes));
      kernel.forward({ rows: lines, width, columns }, x, narrowStep, moved);
    },
    move: (fraction) => {
      kernel.axpy(fraction, step, point);
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < outputs; k++)
          logits[i * columns + k]! += fraction * (moved[i * columns + k]! + step[slopes + k]!);
    },
    proven: () => {
      if (!Number.isFinite(wanted)) return true;
      const own = gradient.subarray(0, slopes);
      errorBound = Math.sqrt(kernel.dot(own, own));
      return errorBound <= wanted;
    },
  });
  return {
    fit: (penalty, { stop, iterations }) => {
      c = penalty;
      wanted = 'coefficients' in stop ? stop.coefficients : Infinity;
      errorBound = Infinity;
      preconditioner.update(c * Math.max(loss.curvature(logits), leastCurvature));
      const climbed = climb({ ...enough(stop), iterations });
      const coefficients = new Float64Array(outputs * width);
      for (let j = 0; j < width; j++)
        for (let k = 0; k < outputs; k++) coefficients[k * width + j] = point[j * columns + k]!;
      const intercept = point.slice(slopes, slopes + outputs);
      return { coefficients, intercept, iterations: climbed.iterations, errorBound };
    },
  };
}

/** Adds X' r to a gradient. */
function openBackward(kernel: LinearKernel, { x, rows, width }: PrimalRows, columns: number) {
  const lines = padded(rows);
  const narrow = kernel.singles(lines * columns);
  const sum = kernel.singles(width * columns);
  return (residual: Float64Array, into: Float64Array): void => {
    narrow.set(residual);
    for (let from = 0; from < lines; from += panel) {
      const count = Math.min(panel, lines - from);
      sum.fill(0);
      const rowsOfX = x.subarray(from * width, (from + count) * width);
      const rowsOfR = narrow.subarray(from * columns, (from + count) * columns);
      kernel.backward({ rows: count, width, columns }, rowsOfX, rowsOfR, sum);
      for (let j = 0; j < sum.length; j++) into[j]! += sum[j]!;
    }
  };
}

/** (I + c X' w X)⁻¹ on slopes, 1 / (c Σ w) on intercepts: centred columns keep them apart. */
function openPrimalPreconditioner(kernel: LinearKernel, data: PrimalRows, columns: number) {
  const { width, weights } = data;
  const squares = kernel.doubles(width * width);
  const factor = kernel.doubles(width * width);
  const weightSum = weights.reduce((total, w) => total + w, 0);
  weightedSquares(kernel, data, squares);
  let curvature = 0;
  return {
    update: (to: number): void => {
      if (to / curvature < stale && curvature / to < stale) return;
      curvature = to;
      for (let at = 0; at < factor.length; at++) factor[at] = to * squares[at]!;
      for (let j = 0; j < width; j++) factor[j * width + j]! += 1;
      if (!kernel.factor(width, factor))
        throw new Error('softmax head: the columns have a negative variance');
    },
    apply: (step: Float64Array): void => {
      const slopes = width * columns;
      kernel.solve(width, factor, step.subarray(0, slopes), columns);
      for (let k = slopes; k < step.length; k++) step[k]! /= curvature * weightSum;
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
