import { type Interval, normalQuantile } from '@raredx/stats';
import { classTotals } from './class-totals.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { checkJudged, type Judged } from './judged.ts';
import { oeRatio } from './oe-ratio.ts';
import { checkConfidence } from './proportion.ts';

/**
 * Interval of the observed / expected ratio on the log scale, the expected number taken as known:
 *
 *     exp(log(O/E) ± z √((1 − O/n) / O))
 *
 * With no event, or nothing but events, that has no meaning: then the Clopper–Pearson interval of O/n over mean p, and
 * `method` says so.
 *
 * @example oeInterval({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.3) }, 0.95) // => { lower: 0.312622, upper: 4.99805, confidence: 0.95, method: 'log scale, expected fixed' }
 * @see Debray TPA et al. (2017) BMJ 356:i6460
 */
export function oeInterval(data: Judged, confidence: number): Interval | { undefinedBecause: string } {
  checkJudged('oe_ratio', data);
  checkConfidence('oe_ratio', confidence);
  const ratio = oeRatio(data);
  if ('undefinedBecause' in ratio) return ratio;
  const { events, nonEvents, total } = classTotals(data);
  if (events > 0 && nonEvents > 0) {
    const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(nonEvents / total / events);
    return {
      lower: ratio.value * Math.exp(-margin),
      upper: ratio.value * Math.exp(margin),
      confidence,
      method: 'log scale, expected fixed',
    };
  }
  const rate = clopperPearson(events, total, confidence);
  if ('undefinedBecause' in rate) return rate;
  const meanRisk = expectedEvents(data) / total;
  return {
    lower: rate.lower / meanRisk,
    upper: rate.upper / meanRisk,
    confidence,
    method: 'Clopper-Pearson of the observed rate over mean p',
  };
}

function expectedEvents({ p, w }: Judged): number {
  let expected = 0;
  for (let row = 0; row < p.length; row++) expected += (w ? w[row] : 1) * p[row];
  return expected;
}
