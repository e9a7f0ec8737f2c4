import { classTotals } from './class-totals.ts';
import { defineThresholdMetric } from './metric.ts';
import { netBenefit } from './net-benefit.ts';

/**
 * Standardised net benefit: net benefit as a share of the most attainable, the prevalence π.
 *
 *     sNB = NB / π
 *
 * Undefined without events, and where the net benefit is.
 *
 * @example standardisedNetBenefit({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.9, 0.1) }, 0.5) // => { value: 1 }
 * @see Kerr KF et al. (2016) J Clin Oncol 34:2534–2540
 */
export const standardisedNetBenefit = defineThresholdMetric(
  {
    id: 'standardised_net_benefit',
    title: 'Standardised net benefit',
    direction: 'maximize',
    range: [Number.NEGATIVE_INFINITY, 1],
    optimum: 1,
  },
  (data, threshold) => {
    const { events, total } = classTotals(data);
    const benefit = netBenefit(data, threshold);
    if ('undefinedBecause' in benefit) return benefit;
    return events > 0 ? { value: benefit.value / (events / total) } : { undefinedBecause: 'no events' };
  },
);
