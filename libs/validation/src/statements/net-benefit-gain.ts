import { netBenefit } from '@raredx/metrics';
import { meanOverRepeats } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { bootstrapLimits, type ResamplePart } from '../resampling/bootstrap-limits.ts';
import { failedNote } from '../resampling/percentile-limits.ts';
import { percentileOnly } from '../resampling/resamples.ts';
import { bootstrapText, type ResampledContext } from './resampled-statements.ts';
import { type Statement, statement } from './statement.ts';

/**
 * Net benefit over the better of treating all and treating none, paired within resamples: above 0 the model is worth
 * using at the threshold. The better is taken anew in each resample.
 */
export function netBenefitGain(
  population: Population,
  threshold: number,
  { replicates, resamples = percentileOnly(replicates), confidence, bootstrap }: ResampledContext,
): Statement {
  const { interval } = resamples;
  const gains = (part: ResamplePart) => {
    const ofAll = resamples[part]?.get(`net_benefit_treat_all@${threshold}`);
    const ofModel = resamples[part]?.get(`net_benefit@${threshold}`);
    return ofModel?.map((benefit, b) => benefit - Math.max(ofAll?.[b] ?? Number.NaN, 0));
  };
  const model = meanOverRepeats(population, (repeat) => netBenefit(repeat, threshold));
  const all = meanOverRepeats(population, ({ y }) =>
    netBenefit({ y, p: new Float64Array(y.length).fill(1) }, threshold),
  );
  const estimate =
    'value' in model && 'value' in all ? { value: model.value - Math.max(all.value, 0) } : model;
  const gain = 'value' in estimate ? estimate.value : null;
  const limits = bootstrapLimits(gains, gain, { interval, confidence });
  return statement('net_benefit_gain', estimate, {
    threshold,
    limits,
    confidence,
    method: `paired ${bootstrapText(population, bootstrap, interval)}`,
    note: ['over the better of treating all and treating none', failedNote(limits, bootstrap)]
      .filter((n) => n !== null)
      .join('; '),
  });
}
