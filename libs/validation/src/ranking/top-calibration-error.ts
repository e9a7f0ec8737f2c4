import type { Estimate } from '@raredx/stats';

/**
 * Expected calibration error of the leading candidate's probability over bins of equal weight:
 *
 *     Σ_b W_b / W · |mean p − share true|
 *
 * @param bins as many as there are cases at most
 * @example topCalibrationError({ p: Float64Array.of(0.1, 0.9), y: Uint8Array.of(0, 1) }, 2).value.toFixed(3) // => '0.100'
 */
export function topCalibrationError(
  { p, y, w }: { readonly p: Float64Array; readonly y: Uint8Array; readonly w?: Float64Array },
  bins = 10,
): Estimate {
  const order = Array.from(p.keys()).sort((a, b) => p[a] - p[b] || a - b);
  const weight = (row: number) => w?.[row] ?? 1;
  const total = order.reduce((sum, row) => sum + weight(row), 0);
  if (!(total > 0)) return { undefinedBecause: 'no rows' };
  const [ps, ys] = [new Float64Array(bins), new Float64Array(bins)];
  let before = 0;
  for (const row of order) {
    const bin = Math.min(bins - 1, Math.floor(((before + weight(row) / 2) / total) * bins));
    ps[bin] += weight(row) * p[row];
    ys[bin] += weight(row) * y[row];
    before += weight(row);
  }
  return { value: ps.reduce((sum, value, bin) => sum + Math.abs(value - ys[bin]), 0) / total };
}
