import type { Transport } from '../client/transport.ts';
import { pairsOf, recordOf, type WirePair } from './key-values.ts';
import { everyPage, type Page } from './pages.ts';

export type LoggedModelStatus = 'LOGGED_MODEL_PENDING' | 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED';

export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly status: LoggedModelStatus;
  readonly artifactUri: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NewLoggedModel {
  readonly experimentId: string;
  readonly name: string;
  readonly modelType?: string;
  readonly sourceRunId?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
}

interface WireModel {
  info: {
    model_id: string;
    experiment_id: string;
    name?: string;
    model_type?: string;
    source_run_id?: string;
    status?: LoggedModelStatus | number;
    artifact_uri?: string;
    tags?: WirePair[];
  };
  data?: { params?: WirePair[] };
}

const base = '/api/2.0/mlflow/logged-models';

export type LoggedModels = ReturnType<typeof loggedModelsOf>;

/** `logged-models/*`: models as MLflow 3 keeps them, beside the runs. */
export function loggedModelsOf(transport: Transport) {
  const send = <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', below: string, json?: unknown) => {
    const idempotent = !(method === 'POST' && (below === '' || below.endsWith('/params')));
    const body = json === undefined ? {} : { json };
    const what = `logged-models${below}`;
    return transport.json<T>({ method, path: `${base}${below}`, what, idempotent, ...body });
  };
  const at = (modelId: string): string => `/${encodeURIComponent(modelId)}`;

  async function create(options: NewLoggedModel): Promise<LoggedModel> {
    const json = {
      experiment_id: options.experimentId,
      name: options.name,
      model_type: options.modelType,
      source_run_id: options.sourceRunId,
      params: pairsOf(options.params),
      tags: pairsOf(options.tags),
    };
    return modelFromWire((await send<{ model: WireModel }>('POST', '', json)).model);
  }

  async function search(options: LoggedModelSearch): Promise<Page<LoggedModel>> {
    const reply = await send<{ models?: WireModel[]; next_page_token?: string }>('POST', '/search', {
      experiment_ids: options.experimentIds,
      filter: options.filter,
      max_results: options.maxResults ?? 100,
      page_token: options.pageToken,
    });
    return { items: (reply.models ?? []).map(modelFromWire), nextPageToken: reply.next_page_token };
  }

  return Object.freeze({
    create,
    search,
    searchAll: (options: Omit<LoggedModelSearch, 'pageToken'>) =>
      everyPage((pageToken) => search({ ...options, pageToken })),
    get: async (modelId: string): Promise<LoggedModel> =>
      modelFromWire((await send<{ model: WireModel }>('GET', at(modelId))).model),
    /** Says that all files of the model are there, or that they could not be brought. */
    finalize: async (modelId: string, status: LoggedModelStatus): Promise<LoggedModel> =>
      modelFromWire(
        (await send<{ model: WireModel }>('PATCH', at(modelId), { model_id: modelId, status })).model,
      ),
    setTags: async (modelId: string, tags: Readonly<Record<string, string>>): Promise<void> => {
      await send('PATCH', `${at(modelId)}/tags`, { model_id: modelId, tags: pairsOf(tags) });
    },
    deleteTag: async (modelId: string, key: string): Promise<void> => {
      await send('DELETE', `${at(modelId)}/tags/${encodeURIComponent(key)}`);
    },
    /** Adds parameters; those of a model never change. */
    logParams: async (modelId: string, params: Readonly<Record<string, string>>): Promise<void> => {
      await send('POST', `${at(modelId)}/params`, { model_id: modelId, params: pairsOf(params) });
    },
    delete: async (modelId: string): Promise<void> => {
      await send('DELETE', at(modelId));
    },
    /** Names the models a run has made, so that they show on its page. */
    logOutputs: async (
      runId: string,
      models: readonly { modelId: string; step: number }[],
    ): Promise<void> => {
      const json = {
        run_id: runId,
        models: models.map(({ modelId, step }) => ({ model_id: modelId, step })),
      };
      const call = { method: 'POST', path: '/api/2.0/mlflow/runs/outputs', what: 'runs/outputs' } as const;
      await transport.json({ ...call, json, idempotent: true });
    },
  });
}

const statuses: readonly LoggedModelStatus[] = [
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

function modelFromWire({ info, data }: WireModel): LoggedModel {
  const { status = 'LOGGED_MODEL_PENDING' } = info;
  return Object.freeze({
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name ?? '',
    modelType: info.model_type ?? '',
    sourceRunId: info.source_run_id ?? '',
    status: typeof status === 'number' ? (statuses[status - 1] ?? 'LOGGED_MODEL_PENDING') : status,
    artifactUri: info.artifact_uri ?? '',
    params: recordOf(data?.params),
    tags: recordOf(info.tags),
  });
}
