import type { ClassTask } from '../features.ts';
import { type Columns, columnsOf, mirrored, onRawColumns, placeCentred } from './centred-features.ts';
import type { LinearDual } from './dual-head.ts';
import { dualHeads } from './dual-heads.ts';
import { type DualRows, paddedRows } from './dual-softmax.ts';
import { type Head, type HeadKind, headKinds, probabilities } from './head.ts';
import { type LinearKernel, openLinearKernel } from './kernel/linear-kernel.ts';
import { balancedWeights, correctIntercept, priorCorrection } from './prior-correction.ts';
import type { Split, SplitFits, SplitOptions } from './split-fits.ts';

interface Grams {
  /** Of the training rows, whole, padded. */
  readonly train: Float64Array;
  /** Judged by training rows, `judged * train`. */
  readonly judged: Float64Array;
  readonly columns: Columns;
}

/**
 * Splits of one task in the space of its rows. The inner products of all rows are made once, and every fold, penalty,
 * head, seed and bootstrap sample takes its part of them; only standardised columns, whose divisors are the fold's own,
 * ask for them anew.
 */
export function openDualSplits(task: ClassTask, options: SplitOptions): SplitFits {
  const { features, classNames } = task;
  const n = paddedRows(features.rows);
  const padded = Math.ceil(features.width / 4) * 4;
  const most = Math.max(...headKinds.map((kind) => dualHeads[kind].bytes(n, classNames.length)));
  const kernel = openLinearKernel((2 * n + 8) * padded * 4 + n * n * 24 + most + 65_536);
  const shared = options.standardise ? undefined : allInnerProducts(kernel, task, padded);
  return (split, { kind, settings, precision }) =>
    kernel.scratch(() => {
      const train = Int32Array.from(split.train);
      const grams = shared ? sliced(kernel, split, shared) : anew(kernel, { task, split, padded });
      const classes = Int32Array.from(train, (row) => task.classes[row]!);
      const own = split.weights ?? new Float64Array(train.length).fill(1);
      const weights = options.balanced ? balancedWeights(classes, classNames.length, own) : own;
      const data: DualRows = {
        gram: grams.train,
        n: paddedRows(train.length),
        rows: train.length,
        classes,
        weights,
        groups: Int32Array.from(train, (row) => task.groups[row]!),
        classCount: classNames.length,
        width: features.width,
      };
      const path = dualHeads[kind].open(kernel, data);
      const correction = options.balanced
        ? priorCorrection(classes, { own, trained: weights }, classNames.length)
        : undefined;
      return settings.map((setting, at) => {
        const fit = path.fit(setting, precision);
        if (correction) correctIntercept(fit.intercept, correction);
        const logits = judgedLogits(grams.judged, fit, train.length);
        return {
          at,
          probabilities: probabilities(logits, fit.intercept.length),
          head: () => headOf(task, { kind, train, fit, columns: grams.columns }),
        };
      });
    });
}

interface Shared {
  readonly products: Float64Array;
  readonly n: number;
  readonly columns: Columns;
}

function allInnerProducts(kernel: LinearKernel, { features }: ClassTask, padded: number): Shared {
  const n = paddedRows(features.rows);
  const rows = Int32Array.from({ length: features.rows }, (_, i) => i);
  // Any centre gives the same fits, their intercept being free; that of all rows tells a fold nothing.
  const columns = columnsOf(features, rows, { standardise: false });
  const products = kernel.doubles(n * n);
  kernel.scratch(() => {
    const x = kernel.singles(n * padded);
    placeCentred(features, rows, { columns, padded, into: x });
    kernel.gram(x, x, { rows: n, others: n, width: padded, lower: true }, products);
  });
  mirrored(products, n);
  return { products, n, columns };
}

function sliced(kernel: LinearKernel, { train, judged }: Split, { products, n, columns }: Shared): Grams {
  const size = paddedRows(train.length);
  const own = kernel.doubles(size * size);
  for (let i = 0; i < train.length; i++)
    for (let j = 0; j < train.length; j++) own[i * size + j] = products[train[i]! * n + train[j]!]!;
  const others = new Float64Array(judged.length * train.length);
  for (let i = 0; i < judged.length; i++)
    for (let j = 0; j < train.length; j++)
      others[i * train.length + j] = products[judged[i]! * n + train[j]!]!;
  return { train: own, judged: others, columns };
}

function anew(
  kernel: LinearKernel,
  { task, split, padded }: { readonly task: ClassTask; readonly split: Split; readonly padded: number },
): Grams {
  const { train, judged, weights } = split;
  const columns = columnsOf(task.features, train, { standardise: true, ...(weights && { weights }) });
  const size = paddedRows(train.length);
  const own = kernel.doubles(size * size);
  const others = new Float64Array(judged.length * train.length);
  kernel.scratch(() => {
    const x = kernel.singles(size * padded);
    placeCentred(task.features, train, { columns, padded, into: x });
    kernel.gram(x, x, { rows: size, others: size, width: padded, lower: true }, own);
    const lines = paddedRows(judged.length);
    const y = kernel.singles(lines * padded);
    placeCentred(task.features, judged, { columns, padded, into: y });
    const products = kernel.doubles(lines * size);
    kernel.gram(y, x, { rows: lines, others: size, width: padded }, products);
    for (let i = 0; i < judged.length; i++)
      others.set(products.subarray(i * size, i * size + train.length), i * train.length);
  });
  mirrored(own, size);
  return { train: own, judged: others, columns };
}

function judgedLogits(cross: Float64Array, { alpha, intercept }: LinearDual, rows: number): Float64Array {
  const outputs = intercept.length;
  const judged = rows === 0 ? 0 : cross.length / rows;
  const logits = new Float64Array(judged * outputs);
  for (let i = 0; i < judged; i++) {
    const to = i * outputs;
    for (let k = 0; k < outputs; k++) logits[to + k] = intercept[k]!;
    for (let j = 0; j < rows; j++) {
      const value = cross[i * rows + j]!;
      for (let k = 0; k < outputs; k++) logits[to + k]! += value * alpha[j * outputs + k]!;
    }
  }
  return logits;
}

function headOf(
  { features, classNames }: ClassTask,
  of: {
    readonly kind: HeadKind;
    readonly train: Int32Array;
    readonly fit: LinearDual;
    readonly columns: Columns;
  },
): Head {
  const { kind, train, fit, columns } = of;
  const { width, values } = features;
  const outputs = fit.intercept.length;
  const coefficients = new Float64Array(outputs * width);
  for (let i = 0; i < train.length; i++)
    for (let k = 0; k < outputs; k++) {
      const a = fit.alpha[i * outputs + k]!;
      for (let j = 0; j < width; j++)
        coefficients[k * width + j]! +=
          (a * (values[train[i]! * width + j]! - columns.centre[j]!)) / columns.scale[j]!;
    }
  return { kind, classNames, width, ...onRawColumns(coefficients, fit.intercept, columns), notes: [] };
}
