import { resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import { type LatencyBar, latencyCheck, latencyPercentiles, type MonitoringCheck } from '@raredx/gate';
import { readPolicy } from '../gate/read-policy.ts';
import type { NamedSample } from './watched-table.ts';

/** What is shown whether or not a bar is set. */
const shown = [0.5, 0.95, 0.99] as const;
const named = /^latency_p(\d{1,2}(?:\.\d+)?)$/;

export type LatencyRows = ReturnType<typeof latencyPercentiles>;

export interface Latency {
  readonly percentiles: LatencyRows;
  readonly checks: readonly MonitoringCheck[];
}

/** Percentiles of the measured latencies, and checks of those that the policy sets a bar to. */
export function latencyChecks(
  samples: readonly NamedSample[],
  { bars, confidence }: { readonly bars: readonly LatencyBar[]; readonly confidence: number },
): Latency {
  const values = Float64Array.from(samples.flatMap(({ latency }) => (latency === null ? [] : [latency])));
  const shares = [...new Set([...shown, ...bars.map(({ share }) => share)])].sort((a, b) => a - b);
  const percentiles = latencyPercentiles(values, shares, confidence);
  const checks = bars.flatMap((bar) => {
    const percentile = percentiles.find(({ share }) => share === bar.share);
    return percentile ? [latencyCheck(percentile, values.length, bar)] : [];
  });
  return { percentiles, checks };
}

/**
 * Bars from a policy: absolute criteria on `latency_p95` and the like, with `at_most`.
 *
 * @throws ConfigError where the policy has none
 */
export function latencyBars(path: string): readonly LatencyBar[] {
  const { policy } = readPolicy(resolve(path));
  const bars = policy.criteria.flatMap((criterion): LatencyBar[] => {
    const share = Number(named.exec(criterion.metric)?.[1]) / 100;
    if (!(share > 0 && share < 1) || criterion.kind !== 'absolute') return [];
    if (!('at_most' in criterion.require)) return [];
    return [
      {
        share,
        most: criterion.require.at_most,
        minimumMeasurements: criterion.minimum_patients,
        source: criterion.id,
      },
    ];
  });
  if (bars.length === 0) {
    throw new ConfigError(
      path,
      'no absolute criterion on a latency',
      'as metric: latency_p95 with require: {at_most: 0.5}',
    );
  }
  return bars;
}
