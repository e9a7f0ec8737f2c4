import { expit, type Interval, logit, normalQuantile } from '@raredx/stats';
import { auprc } from './auprc.ts';
import { classTotals } from './class-totals.ts';
import type { Judged } from './judged.ts';
import { checkConfidence } from './proportion.ts';

/**
 * Logit interval of average precision:
 *
 *     expit(logit θ ± z / √(m θ (1 − θ))),   m the number of events
 *
 * Approximate: it takes the non-events as given; prefer the bootstrap where there are few events. Undefined where the
 * average precision is, and at exactly 1, where the logit has no meaning.
 *
 * @example auprcInterval({ y: Uint8Array.of(1, 0, 1), p: Float64Array.of(0.9, 0.5, 0.2) }, 0.95) // => { lower: 0.108193, upper: 0.995171, confidence: 0.95, method: 'logit' }
 * @see Boyd K, Eng KH, Page CD (2013) ECML PKDD, LNCS 8190:451–466
 */
export function auprcInterval(data: Judged, confidence: number): Interval | { undefinedBecause: string } {
  checkConfidence('auprc interval', confidence);
  const estimate = auprc(data);
  if ('undefinedBecause' in estimate) return estimate;
  const area = estimate.value;
  if (area >= 1) return { undefinedBecause: 'average precision is exactly 1: its logit is infinite' };
  const margin =
    normalQuantile((1 + confidence) / 2) / Math.sqrt(classTotals(data).events * area * (1 - area));
  return {
    lower: expit(logit(area) - margin),
    upper: expit(logit(area) + margin),
    confidence,
    method: 'logit',
  };
}
