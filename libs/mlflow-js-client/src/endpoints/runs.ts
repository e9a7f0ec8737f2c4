import type { Transport } from '../client/transport.ts';
import { type Batch, logBatchSender } from './batch.ts';
import type { ViewType } from './experiments.ts';
import { pairsOf } from './key-values.ts';
import { everyPage, type Page } from './pages.ts';
import {
  type DatasetInput,
  datasetToWire,
  type Run,
  type RunStatus,
  runFromWire,
  type WireRun,
} from './run.ts';

export interface NewRun {
  readonly experimentId: string;
  readonly runName?: string;
  readonly startTime: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly viewType?: ViewType;
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
}

export interface RunUpdate {
  readonly status?: RunStatus;
  readonly endTime?: number;
  readonly runName?: string;
}

const base = '/api/2.0/mlflow/runs';

export type Runs = ReturnType<typeof runsOf>;

/** `runs/*`: a run, what is logged to it, and the search for runs. */
export function runsOf(transport: Transport) {
  const post = <T>(verb: string, json: unknown, idempotent = true) =>
    transport.json<T>({ method: 'POST', path: `${base}/${verb}`, what: `runs/${verb}`, json, idempotent });

  /** Not repeated when its fate is unknown: the server has no means to tell a second attempt from a second run. */
  async function create(options: NewRun): Promise<Run> {
    const { experimentId, runName, startTime, tags } = options;
    const json = {
      experiment_id: experimentId,
      run_name: runName,
      start_time: startTime,
      tags: pairsOf(tags),
    };
    return runFromWire((await post<{ run: WireRun }>('create', json, false)).run);
  }

  async function get(runId: string): Promise<Run> {
    const query = { run_id: runId };
    const call = { method: 'GET', path: `${base}/get`, what: 'runs/get', query, idempotent: true } as const;
    return runFromWire((await transport.json<{ run: WireRun }>(call)).run);
  }

  async function search(options: RunSearch): Promise<Page<Run>> {
    const reply = await post<{ runs?: WireRun[]; next_page_token?: string }>('search', {
      experiment_ids: options.experimentIds,
      filter: options.filter,
      order_by: options.orderBy,
      run_view_type: options.viewType ?? 'ACTIVE_ONLY',
      max_results: options.maxResults ?? 1000,
      page_token: options.pageToken,
    });
    return { items: (reply.runs ?? []).map(runFromWire), nextPageToken: reply.next_page_token };
  }

  return Object.freeze({
    create,
    get,
    search,
    searchAll: (options: Omit<RunSearch, 'pageToken'>) =>
      everyPage((pageToken) => search({ ...options, pageToken })),
    update: async (runId: string, { status, endTime, runName }: RunUpdate): Promise<void> => {
      await post('update', { run_id: runId, status, end_time: endTime, run_name: runName });
    },
    delete: async (runId: string): Promise<void> => {
      await post('delete', { run_id: runId });
    },
    restore: async (runId: string): Promise<void> => {
      await post('restore', { run_id: runId });
    },
    /** Metrics, params and tags in as few requests as MLflow's limits allow. */
    logBatch: (runId: string, batch: Batch): Promise<void> => logBatchSender(transport)(runId, batch),
    setTag: async (runId: string, key: string, value: string): Promise<void> => {
      await post('set-tag', { run_id: runId, key, value });
    },
    deleteTag: async (runId: string, key: string): Promise<void> => {
      await post('delete-tag', { run_id: runId, key }, false);
    },
    /** One context per (name, digest) and run: MLflow keeps the first it was told. */
    logInputs: async (runId: string, datasets: readonly DatasetInput[]): Promise<void> => {
      await post('log-inputs', { run_id: runId, datasets: datasets.map(datasetToWire) });
    },
  });
}
