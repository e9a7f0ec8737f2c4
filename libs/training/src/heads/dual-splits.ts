import type { ClassTask } from '../features.ts';
import { type Columns, columnsOf, mirrored, onRawColumns, placeCentred } from './centred-features.ts';
import type { LinearDual } from './dual-head.ts';
import { dualHeads } from './dual-heads.ts';
import type { DualRows } from './dual-rows.ts';
import { paddedColumns, paddedRows } from './dual-softmax.ts';
import { type Head, type HeadKind, headKinds, probabilities } from './head.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';
import { openLinearKernel } from './kernel/open-kernel.ts';
import { balancedWeights, correctIntercept, priorCorrection } from './prior-correction.ts';
import type { Split, SplitFits, SplitOptions } from './split-fits.ts';

interface Grams {
  /** Of the training rows, whole, padded. */
  readonly train: Float64Array;
  /** Judged by training rows, padded: `judged * n`. */
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
  const kernel = openLinearKernel((2 * n + 8) * padded * 4 + n * n * 32 + most + 65_536);
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
        const fit = path.fit(setting, at === settings.length - 1 ? precision : 'risks');
        if (correction) correctIntercept(fit.intercept, correction);
        const logits = judgedLogits(kernel, fit, {
          cross: grams.judged,
          rows: train.length,
          judged: split.judged.length,
        });
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
  const others = kernel.doubles(judged.length * size);
  for (let i = 0; i < judged.length; i++)
    for (let j = 0; j < train.length; j++) others[i * size + j] = products[judged[i]! * n + train[j]!]!;
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
  const lines = paddedRows(judged.length);
  const others = kernel.doubles(lines * size);
  kernel.scratch(() => {
    const x = kernel.singles(size * padded);
    placeCentred(task.features, train, { columns, padded, into: x });
    kernel.gram(x, x, { rows: size, others: size, width: padded, lower: true }, own);
    const y = kernel.singles(lines * padded);
    placeCentred(task.features, judged, { columns, padded, into: y });
    kernel.gram(y, x, { rows: lines, others: size, width: padded }, others);
  });
  mirrored(own, size);
  return { train: own, judged: others, columns };
}

function judgedLogits(
  kernel: LinearKernel,
  { alpha, intercept }: LinearDual,
  to: { readonly cross: Float64Array; readonly rows: number; readonly judged: number },
): Float64Array {
  const { cross, rows, judged } = to;
  const n = paddedRows(rows);
  const outputs = intercept.length;
  const columns = paddedColumns(outputs);
  return kernel.scratch(() => {
    const wide = kernel.doubles(n * columns);
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < outputs; k++) wide[i * columns + k] = alpha[i * outputs + k]!;
    const products = kernel.doubles(judged * columns);
    kernel.product({ rows: judged, n, columns }, cross, wide, products);
    return Float64Array.from(
      { length: judged * outputs },
      (_, at) => intercept[at % outputs]! + products[Math.floor(at / outputs) * columns + (at % outputs)]!,
    );
  });
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
