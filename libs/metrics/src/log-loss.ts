import { defineMetric } from './metric.ts';

/**
 * Log loss: mean negative natural logarithm of the probability given to what happened.
 *
 *     −Σ wᵢ (yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)) / Σ wᵢ
 *
 * In nats; 0 is perfect. A risk of exactly 0 for an event, or 1 for a non-event, makes it infinite: that is given as a
 * reason, and no risk is clipped. Undefined also when there are no rows.
 *
 * @example logLoss({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.5) }) // => { value: 0.6931471805599453 }
 * @see Good IJ (1952) J R Stat Soc B 14:107–114
 */
export const logLoss = defineMetric(
  {
    id: 'log_loss',
    title: 'Log loss',
    direction: 'minimize',
    range: [0, Number.POSITIVE_INFINITY],
    optimum: 0,
    kind: 'overall',
  },
  ({ y, p, w }) => {
    let sum = 0;
    let total = 0;
    let impossible = 0;
    for (let row = 0; row < y.length; row++) {
      const weight = w ? w[row] : 1;
      if (weight === 0) continue;
      total += weight;
      if (p[row] === 1 - y[row]) impossible++;
      else sum -= weight * (y[row] === 1 ? Math.log(p[row]) : Math.log1p(-p[row]));
    }
    if (total === 0) return { undefinedBecause: 'no rows' };
    if (impossible > 0) {
      return { undefinedBecause: `infinite: p is exactly 0 or 1 against the outcome in ${impossible} rows` };
    }
    return { value: Math.max(0, sum / total) };
  },
);
