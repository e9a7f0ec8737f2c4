import { inWords } from './in-words.ts';
import type { LatencyPercentile } from './latency-percentiles.ts';
import { type MonitoringCheck, monitoringCheck } from './monitoring-check.ts';

/** A percentile that must stay below a bar. */
export interface LatencyBar {
  readonly share: number;
  readonly most: number;
  readonly minimumMeasurements: number;
  /** Where it was agreed. */
  readonly source: string;
}

/**
 * A percentile against its bar by the whole interval: an alert where all of it lies above, quiet where all of it lies at or
 * below.
 */
export function latencyCheck(
  percentile: LatencyPercentile,
  measurements: number,
  bar: LatencyBar,
): MonitoringCheck {
  const { lower, upper, estimate, share } = percentile;
  const few = measurements < bar.minimumMeasurements;
  const verdict =
    !few && lower !== null && lower > bar.most
      ? 'alert'
      : !few && upper !== null && upper <= bar.most
        ? 'quiet'
        : 'insufficient';
  const limits = `${lower === null ? 'no lower limit' : inWords(lower)} to ${upper === null ? 'no upper limit' : inWords(upper)}`;
  return monitoringCheck({
    id: `latency:p${inWords(100 * share)}`,
    family: 'latency',
    title: `Latency, ${inWords(100 * share)}th percentile`,
    verdict,
    why: `${inWords(estimate)} (${limits}) against at most ${inWords(bar.most)} (${bar.source}), ${measurements} measurements${few ? `, fewer than ${bar.minimumMeasurements}` : ''}`,
    method: percentile.method,
    estimate,
    lower,
    upper,
    confidence: percentile.confidence,
    limit: bar.most,
    patients: measurements,
  });
}
