import { defineMetric } from './metric.ts';

/**
 * Observed over expected events: Σ wᵢ yᵢ / Σ wᵢ pᵢ.
 *
 * 1 is perfect; above 1 more happened than was predicted. 0 where nothing happened. Undefined when there are no rows, or
 * when no event is expected.
 *
 * @example oeRatio({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.3) }) // => { value: 1.25 }
 * @see Debray TPA et al. (2017) BMJ 356:i6460
 */
export const oeRatio = defineMetric(
  {
    id: 'oe_ratio',
    title: 'Observed / expected events',
    direction: 'target',
    range: [0, Number.POSITIVE_INFINITY],
    optimum: 1,
    kind: 'calibration',
  },
  ({ y, p, w }) => {
    let observed = 0;
    let expected = 0;
    let total = 0;
    for (let row = 0; row < y.length; row++) {
      const weight = w ? w[row] : 1;
      observed += weight * y[row];
      expected += weight * p[row];
      total += weight;
    }
    if (total === 0) return { undefinedBecause: 'no rows' };
    return expected > 0
      ? { value: observed / expected }
      : { undefinedBecause: 'no event is expected: every p is 0' };
  },
);
