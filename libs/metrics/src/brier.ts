import { defineMetric } from './metric.ts';

/**
 * Brier score: mean squared distance between outcome and predicted risk.
 *
 *     BS = Σ wᵢ (pᵢ − yᵢ)² / Σ wᵢ
 *
 * Dimensionless; 0 is perfect; predicting the prevalence π throughout gives π(1 − π), so at low prevalence read it
 * beside that, never alone. Binary convention, not halved. Undefined when there are no rows.
 *
 * @example brier({ y: Uint8Array.of(1, 0, 1), p: Float64Array.of(0.75, 0, 0.5) }) // => { value: 0.10416666666666667 }
 * @see Brier GW (1950) Mon Weather Rev 78:1–3
 */
export const brier = defineMetric(
  { id: 'brier', title: 'Brier score', direction: 'minimize', range: [0, 1], optimum: 0, kind: 'overall' },
  ({ y, p, w }) => {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < y.length; row++) {
      const weight = w ? w[row] : 1;
      sum += weight * (p[row] - y[row]) ** 2;
      total += weight;
    }
    return total > 0 ? { value: sum / total } : { undefinedBecause: 'no rows' };
  },
);
