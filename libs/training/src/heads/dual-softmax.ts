import { openDualPreconditioner } from './dual-preconditioner.ts';
import type { DualRows } from './dual-rows.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';
import { openPathStart } from './path-start.ts';
import { openQuasiNewton, quasiNewtonBytes } from './quasi-newton.ts';
import { logisticLoss, softmaxLoss } from './softmax-loss.ts';

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

/**
 * L2-penalised multinomial regression in the space of the rows: with G = X X', coefficients X'A and logits
 * F = G A + 1 b', minimise  C Σ w_i loss(F_i) + ½ tr(A' G A)  (scikit-learn's objective, intercept unpenalised).
 *
 * The gradient's coordinates are g = A - C w (Y - P). The preconditioner (I + c w G)⁻¹, with c = C times the mean
 * curvature, gives a step s and, for nothing, its logits G s + t = (g - s) / (c w): an iteration costs one triangular
 * solve with a factor that several penalties share. The intercept is eliminated exactly: Σ_i A_i = 0 throughout.
 *
 * Where the gradient with respect to the coefficients has norm r, they are within r of the minimum, since the penalty
 * makes the objective 1-strongly convex in them once the intercepts are at their best: that is the proof of `errorBound`
 * (to the rounding of inner products made in single precision, and the last digits of the intercepts).
 */
export function openDualSoftmax(kernel: LinearKernel, data: DualRows): DualSoftmax {
  const { n, rows, gram } = data;
  const outputs = outputsOf(data.classCount);
  const columns = paddedColumns(outputs);
  const vector = () => kernel.doubles(n * columns);
  const [alpha, logits, gradient] = [vector(), vector(), vector()];
  const [step, companion, scratch] = [vector(), vector(), vector()];
  const preconditioner = openDualPreconditioner(kernel, data, { outputs, columns });
  const loss = (data.classCount === 2 ? logisticLoss : softmaxLoss)({ ...data, columns });
  let c = 0;
  let errorBound = Infinity;
  let wanted = 0;
  const value = () => loss.value(c, { alpha, logits, gradient }) + kernel.dot(alpha, logits) / 2;
  const climb = openQuasiNewton(kernel, {
    gradient,
    step,
    companion,
    value,
    precondition: (q) => preconditioner.apply(q, { step: companion, logits: step }),
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
  });
  const start = openPathStart({ alpha, logits }, value);
  return {
    fit: (penalty, { stop, iterations }) => {
      c = penalty;
      start(c);
      wanted = 'coefficients' in stop ? stop.coefficients : Infinity;
      errorBound = Infinity;
      preconditioner.update(c * Math.max(loss.curvature(logits), leastCurvature));
      const climbed = climb({ ...enough(stop), iterations });
      // Any rows tell the intercept; four average their rounding.
      const some = Math.min(4, rows);
      kernel.product({ rows: some, n, columns }, gram, alpha, scratch);
      const intercept = new Float64Array(outputs);
      for (let k = 0; k < outputs; k++)
        for (let i = 0; i < some; i++)
          intercept[k]! += (logits[i * columns + k]! - scratch[i * columns + k]!) / some;
      const own = narrowed(alpha, { rows, columns, outputs });
      return { alpha: own, intercept, iterations: climbed.iterations, errorBound };
    },
  };
}

/** Below this the preconditioner would lose a step's logits in rounding. */
export const leastCurvature = 1e-6;

/** When a climb has come close enough to ask for the proof. */
export function enough(stop: DualOptions['stop']): { stop: number; share?: number } {
  return 'coefficients' in stop ? { stop: stop.coefficients ** 2 } : { stop: 0, share: 2 * stop.objective };
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
