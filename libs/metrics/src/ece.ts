import { defineMetric } from './metric.ts';
import { riskBins } from './risk-bins.ts';

/**
 * Expected calibration error over 10 equal-width bins of p, a risk on an edge in the upper bin.
 *
 *     ECE = Σ_b |events_b − Σ_{i in b} wᵢ pᵢ| / Σ wᵢ
 *
 * Biased upwards when bins are thin, and it depends on the bins: reported for comparison with the machine-learning
 * literature; prefer the ICI. Undefined when there are no rows.
 *
 * @example ece({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.75, 0.25) }) // => { value: 0.25 }
 * @see Naeini MP, Cooper GF, Hauskrecht M (2015) AAAI 2901–2907
 */
export const ece = defineMetric(
  {
    id: 'ece',
    title: 'Expected calibration error',
    direction: 'minimize',
    range: [0, 1],
    optimum: 0,
    kind: 'calibration',
  },
  (data) => {
    const { weight, events, risk } = riskBins(data, 10);
    let total = 0;
    let distance = 0;
    for (let bin = 0; bin < weight.length; bin++) {
      total += weight[bin];
      distance += Math.abs(events[bin] - risk[bin]);
    }
    return total > 0 ? { value: distance / total } : { undefinedBecause: 'no rows' };
  },
);
