import type { ClassTask } from '../features.ts';
import { columnsOf, onRawColumns, placeCentred } from './centred-features.ts';
import { headProbabilities } from './head.ts';
import { openLinearKernel } from './kernel/open-kernel.ts';
import { openPrimalSoftmax, primalSoftmaxBytes } from './primal-softmax.ts';
import { balancedWeights, correctIntercept, priorCorrection } from './prior-correction.ts';
import type { SplitFits, SplitOptions } from './split-fits.ts';

/** Splits of one task in the space of its columns, for softmax heads of many rows: one split's rows in memory at a time. */
export function openPrimalSplits(task: ClassTask, options: SplitOptions): SplitFits {
  const { features, classNames } = task;
  const classCount = classNames.length;
  const padded = Math.ceil(features.width / 4) * 4;
  const kernel = openLinearKernel(primalSoftmaxBytes({ rows: features.rows, width: padded, classCount }));
  return ({ train, judged, weights: given }, { settings, precision }) =>
    kernel.scratch(() => {
      const classes = Int32Array.from(train, (row) => task.classes[row]!);
      const own = given ?? new Float64Array(train.length).fill(1);
      const weights = options.balanced ? balancedWeights(classes, classCount, own) : own;
      const columns = columnsOf(features, train, { standardise: options.standardise, weights: own });
      const x = kernel.singles(Math.ceil(train.length / 4) * 4 * padded);
      placeCentred(features, train, { columns, padded, into: x });
      const path = openPrimalSoftmax(kernel, {
        x,
        rows: train.length,
        width: padded,
        classes,
        weights,
        classCount,
      });
      const correction = options.balanced
        ? priorCorrection(classes, { own, trained: weights }, classCount)
        : undefined;
      return settings.map((setting, at) => {
        const last = at === settings.length - 1;
        const stop = precision === 'risks' || !last ? { objective: 1e-5 } : { coefficients: 1e-4 };
        const fit = path.fit(setting, { stop, iterations: 2000 });
        if (correction) correctIntercept(fit.intercept, correction);
        const outputs = fit.intercept.length;
        const narrow = new Float64Array(outputs * features.width);
        for (let k = 0; k < outputs; k++)
          narrow.set(fit.coefficients.subarray(k * padded, k * padded + features.width), k * features.width);
        const head = {
          kind: 'softmax' as const,
          classNames,
          width: features.width,
          ...onRawColumns(narrow, fit.intercept, columns),
          notes: [],
        };
        return { at, probabilities: headProbabilities(head, rowsOf(features, judged)), head: () => head };
      });
    });
}

function rowsOf({ width, values }: ClassTask['features'], rows: Int32Array): ClassTask['features'] {
  const taken = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    taken.set(values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return { rows: rows.length, width, values: taken };
}
