import { ContractError } from '@raredx/tables';
import type { ClassTask, FeatureTable } from '../features.ts';
import { type Columns, columnsOf, mirrored, onRawColumns, placeCentred } from './centred-features.ts';
import { checkClassTask, patientsByClass } from './check-class-task.ts';
import { dualSoftmaxBytes, openDualSoftmax, paddedRows } from './dual-softmax.ts';
import type { Head } from './head.ts';
import { openLinearKernel } from './kernel/open-kernel.ts';
import { openPrimalSoftmax, primalSoftmaxBytes } from './primal-softmax.ts';
import { balancedWeights, correctIntercept, priorCorrection } from './prior-correction.ts';

export interface SoftmaxHeadOptions {
  /** Inverse strength of the penalty: minimise C Σ loss + ½ ‖coefficients‖², intercepts free. */
  readonly c: number;
  /** Divide each column by its standard deviation first; the penalty then bears on the divided columns. @default false */
  readonly standardise?: boolean;
  /** Weight k counts as k copies of the row. @default 1 */
  readonly weights?: Float64Array;
  /** Give every class the same total weight, then put the training prevalence back. @default false */
  readonly balanced?: boolean;
  /** Greatest distance of the coefficients from the minimum. @default 1e-4 */
  readonly tolerance?: number;
  /** In the space of the rows or of the columns. @default whichever is smaller */
  readonly form?: 'dual' | 'primal';
}

export interface SoftmaxHead extends Head {
  readonly kind: 'softmax';
  /** Proven distance of the (scaled) coefficients from the minimum, all together. */
  readonly errorBound: number;
  readonly iterations: number;
}

const mostIterations = 5000;

/**
 * Multinomial logistic regression on frozen features, two classes as one equation, with an L2 penalty in scikit-learn's
 * parametrisation, solved to a proven tolerance.
 *
 * @throws ContractError for data that do not fit together, or a class without rows
 * @see openDualSoftmax for the method
 * @example
 * fitSoftmaxHead({ features: { rows: 2, width: 1, values: Float32Array.of(-1, 1) }, classes: Int32Array.of(0, 1), classNames: ['a', 'b'], groups: Int32Array.of(0, 1) }, { c: 1 }).coefficients // => Float64Array.of(0.6748)
 */
export function fitSoftmaxHead(task: ClassTask, options: SoftmaxHeadOptions): SoftmaxHead {
  checkClassTask('softmax head', task);
  const { features, classNames } = task;
  const { c, standardise = false, balanced = false, tolerance = 1e-4 } = options;
  if (!(c > 0 && Number.isFinite(c)))
    throw new ContractError('softmax head', `c must be positive and finite (${c})`);
  const given = options.weights ?? new Float64Array(features.rows).fill(1);
  const kept = keptRows(task, given);
  const classes = Int32Array.from(kept, (row) => task.classes[row]!);
  const asked = Float64Array.from(kept, (row) => given[row]!);
  const weights = balanced ? balancedWeights(classes, classNames.length, asked) : asked;
  const columns = columnsOf(features, kept, { standardise, weights: asked });
  const form = options.form ?? (kept.length <= features.width ? 'dual' : 'primal');
  const problem = { features, kept, columns, classes, weights, classCount: classNames.length };
  const fitted = (form === 'dual' ? dual : primal)(problem, { c, tolerance });
  const { coefficients, intercept } = onRawColumns(fitted.coefficients, fitted.intercept, columns);
  if (balanced)
    correctIntercept(
      intercept,
      priorCorrection(classes, { own: asked, trained: weights }, classNames.length),
    );
  const notes =
    fitted.errorBound <= tolerance
      ? []
      : [`coefficients proven within ${fitted.errorBound.toExponential(1)} of the minimum, not ${tolerance}`];
  return { kind: 'softmax', classNames, width: features.width, ...fitted, coefficients, intercept, notes };
}

interface Problem {
  readonly features: FeatureTable;
  readonly kept: Int32Array;
  readonly columns: Columns;
  readonly classes: Int32Array;
  readonly weights: Float64Array;
  readonly classCount: number;
}

interface Asked {
  readonly c: number;
  readonly tolerance: number;
}

const padded4 = (count: number) => Math.ceil(count / 4) * 4;

function dual(problem: Problem, { c, tolerance }: Asked) {
  const { features, kept, columns, classes, weights, classCount } = problem;
  const n = paddedRows(kept.length);
  const padded = padded4(features.width);
  const kernel = openLinearKernel(n * padded * 4 + n * n * 8 + dualSoftmaxBytes(n, classCount) + 4096);
  const x = kernel.singles(n * padded);
  placeCentred(features, kept, { columns, padded, into: x });
  const gram = kernel.doubles(n * n);
  kernel.gram(x, x, { rows: n, others: n, width: padded, lower: true }, gram);
  mirrored(gram, n);
  const groups = Int32Array.from(kept);
  const shape = { n, rows: kept.length, width: features.width, classCount };
  const solver = openDualSoftmax(kernel, { gram, classes, weights, groups, ...shape });
  const { alpha, intercept, iterations, errorBound } = solver.fit(c, {
    stop: { coefficients: tolerance },
    iterations: mostIterations,
  });
  const coefficients = new Float64Array(intercept.length * features.width);
  for (let i = 0; i < kept.length; i++)
    for (let k = 0; k < intercept.length; k++) {
      const a = alpha[i * intercept.length + k]!;
      for (let j = 0; j < features.width; j++)
        coefficients[k * features.width + j]! += a * x[i * padded + j]!;
    }
  return { coefficients, intercept, iterations, errorBound };
}

function primal(problem: Problem, { c, tolerance }: Asked) {
  const { features, kept, columns, classes, weights, classCount } = problem;
  const padded = padded4(features.width);
  const rows = kept.length;
  const kernel = openLinearKernel(primalSoftmaxBytes({ rows, width: padded, classCount }));
  const x = kernel.singles(padded4(rows) * padded);
  placeCentred(features, kept, { columns, padded, into: x });
  const solver = openPrimalSoftmax(kernel, { x, rows, width: padded, classes, weights, classCount });
  const { coefficients, ...fit } = solver.fit(c, {
    stop: { coefficients: tolerance },
    iterations: mostIterations,
  });
  const outputs = fit.intercept.length;
  const narrow = new Float64Array(outputs * features.width);
  for (let k = 0; k < outputs; k++)
    narrow.set(coefficients.subarray(k * padded, k * padded + features.width), k * features.width);
  return { ...fit, coefficients: narrow };
}

/** Rows of positive weight. */
function keptRows(task: ClassTask, weights: Float64Array): Int32Array {
  if (weights.length !== task.features.rows)
    throw new ContractError('softmax head', `${weights.length} weights for ${task.features.rows} rows`);
  const odd = weights.findIndex((w) => !(w >= 0 && Number.isFinite(w)));
  if (odd >= 0)
    throw new ContractError('softmax head', `weights must be 0 or more and finite (row ${odd + 1})`);
  const kept = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  const patients = patientsByClass(task, kept);
  const empty = task.classNames.filter((_, k) => patients[k] === 0);
  if (empty.length > 0)
    throw new ContractError('softmax head', `classes without a patient (${empty.join(', ')})`);
  return kept;
}
