import { normalQuantile, studentQuantile, sum } from '@raredx/stats';
import type { Limits } from '../statements/statement.ts';

/**
 * Wilson limits of a proportion over imputations, where the logit fails: proportions of exactly 0 or 1.
 * With q the mean proportion, n rows, r = (1 + 1/m) B / W (0 where nothing varies) and t² (1 + r) / n = a:
 *
 *     (2q + a ± √((2q + a)² − 4 (1 + a) q²)) / (2 (1 + a))
 *
 * Equal proportions in all imputations give Wilson's limits.
 *
 * @param rows mean number of rows of the denominator
 * @see Lott A, Reiter JP (2020) Am Stat 74:109–115
 */
export function wilsonOverImputations(values: Float64Array, rows: number, confidence: number): Limits {
  const m = values.length;
  if (rows <= 0) return { undefinedBecause: 'no rows' };
  const q = sum(values) / m;
  const within = sum(values.map((value) => (value * (1 - value)) / rows)) / m;
  const between = sum(values.map((value) => (value - q) ** 2)) / Math.max(1, m - 1);
  if (within === 0 && between > 0) return { undefinedBecause: 'imputations differ between 0 and 1' };
  const increase = within === 0 ? 0 : ((1 + 1 / m) * between) / within;
  const tail = (1 + confidence) / 2;
  const t = increase === 0 ? normalQuantile(tail) : studentQuantile(tail, (m - 1) * (1 + 1 / increase) ** 2);
  const a = (t * t * (1 + increase)) / rows;
  const spread = Math.sqrt(Math.max(0, (2 * q + a) ** 2 - 4 * (1 + a) * q * q));
  const limits = [2 * q + a - spread, 2 * q + a + spread].map((value) => value / (2 * (1 + a)));
  return { lower: Math.max(0, Math.min(q, limits[0])), upper: Math.min(1, Math.max(q, limits[1])) };
}
