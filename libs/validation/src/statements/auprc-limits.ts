import { expit, logit, normalQuantile } from '@raredx/stats';
import type { Population } from '../population/population.ts';
import type { Limits } from './statement.ts';

/**
 * With fewer patients with an event the percentile bootstrap of average precision falls short: 50 to 94 % in place of
 * 95 % in docs/interval-coverage, where the logit interval covers 93 % or more.
 */
const fewEvents = 50;

/**
 * Logit limits of average precision where events are few; undefined (the patient bootstrap will do) where they are not.
 * Patients with an event are counted, not their samples.
 *
 * @see Boyd K, Eng KH, Page CD (2013) ECML PKDD, LNCS 8190:451–466
 */
export function auprcLimits(
  { events }: Population,
  value: number,
  confidence: number,
): (Limits & { readonly method: string }) | undefined {
  if (events >= fewEvents) return undefined;
  const method = `logit, fewer than ${fewEvents} patients with an event`;
  if (value >= 1) {
    return { undefinedBecause: 'average precision is exactly 1: its logit is infinite', method };
  }
  const margin = normalQuantile((1 + confidence) / 2) / Math.sqrt(events * value * (1 - value));
  return { lower: expit(logit(value) - margin), upper: expit(logit(value) + margin), method };
}
