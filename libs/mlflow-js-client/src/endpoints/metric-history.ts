import type { Transport } from '../client/transport.ts';
import { everyPage, type Page } from './pages.ts';
import { type Metric, metricFromWire, type WireMetric } from './run.ts';

export interface MetricHistoryRequest {
  readonly runId: string;
  readonly key: string;
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
}

export interface SampledHistoryRequest {
  /** at most 100 */
  readonly runIds: readonly string[];
  readonly key: string;
  readonly steps?: readonly [first: number, last: number];
  /** of each run, at most 2,500 */
  readonly maxResults?: number;
}

export interface SampledMetric extends Metric {
  readonly runId: string;
}

export type MetricHistory = ReturnType<typeof metricHistoryOf>;

/** `metrics/get-history`: every value a metric has had. */
export function metricHistoryOf(transport: Transport) {
  async function page(options: MetricHistoryRequest): Promise<Page<Metric>> {
    const reply = await transport.json<{ metrics?: WireMetric[]; next_page_token?: string }>({
      method: 'GET',
      path: '/api/2.0/mlflow/metrics/get-history',
      what: 'metrics/get-history',
      query: {
        run_id: options.runId,
        metric_key: options.key,
        max_results: options.maxResults ?? 10_000,
        page_token: options.pageToken,
      },
      idempotent: true,
    });
    return { items: (reply.metrics ?? []).map(metricFromWire), nextPageToken: reply.next_page_token };
  }
  /** Several runs' histories thinned evenly over the steps, as charts want them. */
  async function sampled({
    runIds,
    key,
    steps,
    maxResults = 2500,
  }: SampledHistoryRequest): Promise<readonly SampledMetric[]> {
    const range = steps ? { start_step: steps[0], end_step: steps[1] } : {};
    const reply = await transport.json<{ metrics?: (WireMetric & { run_id: string })[] }>({
      method: 'GET',
      path: '/api/2.0/mlflow/metrics/get-history-bulk-interval',
      what: 'metrics/get-history-bulk-interval',
      query: { run_ids: runIds, metric_key: key, max_results: maxResults, ...range },
      idempotent: true,
    });
    return (reply.metrics ?? []).map((wire) => ({ runId: wire.run_id, ...metricFromWire(wire) }));
  }

  return Object.freeze({
    page,
    sampled,
    all: (options: Omit<MetricHistoryRequest, 'pageToken'>) =>
      everyPage((pageToken) => page({ ...options, pageToken })),
  });
}
