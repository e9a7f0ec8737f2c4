import type { Transport } from '../client/transport.ts';
import { everyPage, type Page } from './pages.ts';
import { type Metric, metricFromWire, type WireMetric } from './run.ts';

export interface MetricHistoryRequest {
  readonly runId: string;
  readonly key: string;
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
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
  return Object.freeze({
    page,
    all: (options: Omit<MetricHistoryRequest, 'pageToken'>) =>
      everyPage((pageToken) => page({ ...options, pageToken })),
  });
}
