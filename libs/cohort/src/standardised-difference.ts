import { solveSymmetric } from '@raredx/stats';

/**
 * Standardised mean difference of a continuous variable: (m₁ − m₂) / √((s₁² + s₂²) / 2), in absolute value, with the
 * sample variances of the two groups. Null where it is undefined: fewer than two values in a group, or no spread in
 * either and different means.
 *
 * @example continuousDifference([1, 2, 3], [2, 3, 4]) // => 1
 * @see Austin PC (2009) Stat Med 28:3083–3107
 */
export function continuousDifference(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length < 2 || second.length < 2) return null;
  const a = moments(first);
  const b = moments(second);
  if (a.mean === b.mean) return 0;
  const pooled = Math.sqrt((a.variance + b.variance) / 2);
  return pooled > 0 ? Math.abs(a.mean - b.mean) / pooled : null;
}

/**
 * Standardised difference of a categorical variable: √((p − q)ᵀ S⁻¹ (p − q)) over all levels but the first, with
 * Sₖₖ = (pₖ(1 − pₖ) + qₖ(1 − qₖ)) / 2 and Sₖₗ = −(pₖpₗ + qₖqₗ) / 2. Levels that neither group has do not count. Null
 * where a group is empty or S is singular and the groups differ.
 *
 * @param first counts of each level in one group; `second` the same levels in the other
 * @example categoricalDifference([50, 50], [50, 50]) // => 0
 * @see Yang D, Dalton JE (2012) SAS Global Forum, paper 335
 */
export function categoricalDifference(first: readonly number[], second: readonly number[]): number | null {
  const totals = [first, second].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [n, m] = totals as [number, number];
  if (n === 0 || m === 0) return null;
  const present = [...first.keys()]
    .filter((level) => (first[level] ?? 0) + (second[level] ?? 0) > 0)
    .slice(1);
  const p = present.map((level) => (first[level] as number) / n);
  const q = present.map((level) => (second[level] as number) / m);
  const difference = Float64Array.from(p, (share, k) => share - (q[k] as number));
  if (difference.every((gap) => gap === 0)) return 0;
  const k = present.length;
  const covariance = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const [pi, qi, pj, qj] = [p[i], q[i], p[j], q[j]] as [number, number, number, number];
      covariance[i * k + j] = i === j ? (pi * (1 - pi) + qi * (1 - qi)) / 2 : -(pi * pj + qi * qj) / 2;
    }
  }
  const solved = solveSymmetric(covariance, difference);
  if (!solved) return null;
  const squared = difference.reduce((sum, gap, i) => sum + gap * (solved[i] as number), 0);
  return Number.isFinite(squared) && squared >= 0 ? Math.sqrt(squared) : null;
}

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1);
  return { mean, variance };
}
