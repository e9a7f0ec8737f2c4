import type { Transport } from '../client/transport.ts';
import { isMlflowError } from '../errors/mlflow-error.ts';
import { pairsOf, recordOf, type WirePair } from './key-values.ts';
import { everyPage, type Page } from './pages.ts';

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycleStage: 'active' | 'deleted';
  readonly tags: Readonly<Record<string, string>>;
}

export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

export interface ExperimentSearch {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly viewType?: ViewType;
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
}

interface WireExperiment {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  lifecycle_stage?: string;
  tags?: WirePair[];
}

const base = '/api/2.0/mlflow/experiments';

export type Experiments = ReturnType<typeof experimentsOf>;

/** `experiments/*`. */
export function experimentsOf(transport: Transport) {
  const post = <T>(verb: string, json: unknown, idempotent = true) =>
    transport.json<T>({
      method: 'POST',
      path: `${base}/${verb}`,
      what: `experiments/${verb}`,
      json,
      idempotent,
    });

  /** @returns the id; a name that exists is an error (`RESOURCE_ALREADY_EXISTS`) */
  async function create(options: {
    name: string;
    artifactLocation?: string;
    tags?: Readonly<Record<string, string>>;
  }): Promise<string> {
    const { name, artifactLocation, tags } = options;
    const json = { name, artifact_location: artifactLocation, tags: pairsOf(tags) };
    return (await post<{ experiment_id: string }>('create', json, false)).experiment_id;
  }

  async function get(experimentId: string): Promise<Experiment> {
    const query = { experiment_id: experimentId };
    return fetchOne({ path: `${base}/get`, what: 'experiments/get', query });
  }

  /** undefined where no experiment has this name */
  async function getByName(name: string): Promise<Experiment | undefined> {
    const query = { experiment_name: name };
    try {
      return await fetchOne({ path: `${base}/get-by-name`, what: 'experiments/get-by-name', query });
    } catch (error) {
      if (isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      throw error;
    }
  }

  async function fetchOne(call: { path: string; what: string; query: Record<string, string> }) {
    const reply = await transport.json<{ experiment: WireExperiment }>({
      method: 'GET',
      idempotent: true,
      ...call,
    });
    return experimentFromWire(reply.experiment);
  }

  async function search(options: ExperimentSearch = {}): Promise<Page<Experiment>> {
    const reply = await post<{ experiments?: WireExperiment[]; next_page_token?: string }>('search', {
      filter: options.filter,
      order_by: options.orderBy,
      view_type: options.viewType ?? 'ACTIVE_ONLY',
      max_results: options.maxResults ?? 1000,
      page_token: options.pageToken,
    });
    return { items: (reply.experiments ?? []).map(experimentFromWire), nextPageToken: reply.next_page_token };
  }

  return Object.freeze({
    create,
    get,
    getByName,
    search,
    searchAll: (options: Omit<ExperimentSearch, 'pageToken'> = {}) =>
      everyPage((pageToken) => search({ ...options, pageToken })),
    update: async (experimentId: string, newName: string): Promise<void> => {
      await post('update', { experiment_id: experimentId, new_name: newName });
    },
    setTag: async (experimentId: string, key: string, value: string): Promise<void> => {
      await post('set-experiment-tag', { experiment_id: experimentId, key, value });
    },
    deleteTag: async (experimentId: string, key: string): Promise<void> => {
      await post('delete-experiment-tag', { experiment_id: experimentId, key }, false);
    },
    delete: async (experimentId: string): Promise<void> => {
      await post('delete', { experiment_id: experimentId }, false);
    },
    restore: async (experimentId: string): Promise<void> => {
      await post('restore', { experiment_id: experimentId }, false);
    },
  });
}

function experimentFromWire(wire: WireExperiment): Experiment {
  return Object.freeze({
    experimentId: wire.experiment_id,
    name: wire.name,
    artifactLocation: wire.artifact_location ?? '',
    lifecycleStage: wire.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    tags: recordOf(wire.tags),
  });
}
