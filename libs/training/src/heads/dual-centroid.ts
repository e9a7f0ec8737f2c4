import { classTotals } from './class-totals.ts';
import type { DualHead } from './dual-head.ts';

/**
 * Nearest class mean: logits -τ ‖x - μ_k‖² / (2 σ²) + log π_k, σ² the mean variance of a column within classes. The
 * sharpness τ is needed since hundreds of columns that move together are not hundreds of witnesses.
 *
 * @see Tibshirani R et al. (2002) PNAS 99:6567-6572 for centroids with few samples
 */
export const dualCentroid: DualHead = {
  setting: 'sharpness of the distance',
  grid: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1],
  refuses: (value) => (value > 0 && Number.isFinite(value) ? undefined : 'sharpness must be positive'),
  bytes: (rows, classCount) => (rows + 4) * (classCount + 1) * 16 + 4096,
  open: (kernel, data) => {
    const { n, rows, gram, classes, weights, classCount } = data;
    const columns = classCount + (classCount % 2);
    const { totals, all } = classTotals(data);
    const means = kernel.doubles(n * columns);
    for (let i = 0; i < rows; i++) means[i * columns + classes[i]!] = weights[i]! / totals[classes[i]!]!;
    const reach = kernel.doubles(n * columns);
    kernel.product({ rows: n, n, columns }, gram, means, reach);
    const lengths = new Float64Array(classCount);
    for (let k = 0; k < classCount; k++)
      for (let i = 0; i < rows; i++) lengths[k]! += means[i * columns + k]! * reach[i * columns + k]!;
    // Over all columns at once: the width is in the sharpness as much as in the spread, and cancels.
    let spread = 0;
    for (let i = 0; i < rows; i++) spread += (weights[i]! * gram[i * n + i]!) / all;
    for (let k = 0; k < classCount; k++) spread -= (totals[k]! * lengths[k]!) / all;
    return {
      fit: (sharpness) => {
        const scale = (sharpness * data.width) / Math.max(spread, Number.MIN_VALUE);
        const alpha = new Float64Array(rows * classCount);
        for (let i = 0; i < rows; i++)
          for (let k = 0; k < classCount; k++) alpha[i * classCount + k] = scale * means[i * columns + k]!;
        const intercept = lengths.map((length, k) => Math.log(totals[k]! / all) - (scale * length) / 2);
        return { alpha, intercept };
      },
    };
  },
};
