import type { DualRows } from './dual-rows.ts';
import type { LinearKernel } from './kernel/linear-kernel.ts';

/** (I + c w G)⁻¹ with the intercept eliminated; see `openDualSoftmax`. */
export interface DualPreconditioner {
  /** Mean curvature times C: factors anew where the last factor is too far from it. */
  readonly update: (curvature: number) => void;
  /** From a gradient's coordinates to those of a step, and to the step's logits. */
  readonly apply: (
    gradient: Float64Array,
    to: { readonly step: Float64Array; readonly logits: Float64Array },
  ) => void;
}

/** A factor is made again where the curvature has moved by more than this. */
const stale = 5;

export function openDualPreconditioner(
  kernel: LinearKernel,
  data: DualRows,
  { outputs, columns }: { readonly outputs: number; readonly columns: number },
): DualPreconditioner {
  const { n, rows } = data;
  const factor = kernel.doubles(n * n);
  const one = kernel.doubles(2 * n);
  const root = new Float64Array(rows);
  let curvature = 0;
  let oneSum = 0;
  return {
    update: (to) => {
      if (to / curvature < stale && curvature / to < stale) return;
      curvature = to;
      for (let i = 0; i < rows; i++) root[i] = Math.sqrt(curvature * data.weights[i]!);
      factorise(kernel, data, { root, factor });
      one.fill(0);
      for (let i = 0; i < rows; i++) one[2 * i] = root[i]!;
      kernel.solve(n, factor, one, 2);
      oneSum = 0;
      for (let i = 0; i < rows; i++) oneSum += one[2 * i]! *= root[i]!;
    },
    apply: (gradient, { step, logits }) => {
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < columns; k++) step[i * columns + k] = gradient[i * columns + k]! / root[i]!;
      kernel.solve(n, factor, step, columns);
      for (let k = 0; k < outputs; k++) {
        let total = 0;
        for (let i = 0; i < rows; i++) total += step[i * columns + k]! * root[i]!;
        const shift = total / oneSum;
        for (let i = 0; i < rows; i++) {
          const at = i * columns + k;
          step[at] = step[at]! * root[i]! - one[2 * i]! * shift;
          logits[at] = (gradient[at]! - step[at]!) / root[i]! ** 2;
        }
      }
    },
  };
}

/** Cholesky factor of I + w^½ G w^½, `root` the roots of w. */
function factorise(
  kernel: LinearKernel,
  { n, rows, gram }: DualRows,
  { root, factor }: { readonly root: Float64Array; readonly factor: Float64Array },
): void {
  factor.fill(0);
  for (let i = 0; i < n; i++) factor[i * n + i] = 1;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) factor[i * n + j]! += root[i]! * root[j]! * gram[i * n + j]!;
  if (!kernel.factor(n, factor)) throw new Error('softmax head: the Gram matrix has a negative eigenvalue');
}
