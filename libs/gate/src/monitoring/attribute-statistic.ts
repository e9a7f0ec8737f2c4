import type { AttributeSides } from './attribute-sides.ts';
import type { DriftStatistic } from './drift-statistic.ts';

/** Chi-square decides, total variation (half the sum of absolute differences of shares) is what is shown. */
export function attributeStatistic({ name, levels, reference, fresh }: AttributeSides): DriftStatistic {
  const m = reference.length;
  const n = fresh.length;
  const level = new Uint32Array(m + n);
  level.set(reference);
  level.set(fresh, m);
  const totals = new Float64Array(levels.length);
  for (const one of level) totals[one]!++;
  const differences = (c: Float64Array): Float64Array => {
    const difference = new Float64Array(levels.length);
    for (let i = 0; i < level.length; i++) difference[level[i]!]! += c[i]!;
    return difference;
  };
  return {
    subject: name,
    name: 'total_variation',
    test: (c) =>
      differences(c).reduce((sum, d, k) => (totals[k]! > 0 ? sum + (m * n * d * d) / totals[k]! : sum), 0),
    size: (c) => differences(c).reduce((sum, d) => sum + Math.abs(d) / 2, 0),
    isNorm: true,
    most: 1,
  };
}
