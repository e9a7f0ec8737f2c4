import type { Query, Transport } from '../client/transport.ts';
import { pairsOf, recordOf, type WirePair } from './key-values.ts';
import { everyPage, type Page } from './pages.ts';

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly runId: string;
  /** empty on SQL stores: they keep it only within `source`, as `models:/<model id>` */
  readonly modelId: string;
  readonly status: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
}

export interface NewModelVersion {
  readonly name: string;
  /** an artifact address, or `models:/<model id>` */
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RegistrySearch {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly maxResults?: number;
  readonly pageToken?: string | undefined;
}

export interface WireVersion {
  name: string;
  version: string;
  source?: string;
  run_id?: string;
  model_id?: string;
  status?: string;
  description?: string;
  tags?: WirePair[];
  aliases?: string[];
}

const base = '/api/2.0/mlflow/model-versions';

export type ModelVersions = ReturnType<typeof modelVersionsOf>;

/** `model-versions/*`: the versions of the registry's models. */
export function modelVersionsOf(transport: Transport) {
  const send = <T>(method: 'POST' | 'PATCH' | 'DELETE', verb: string, json: unknown) => {
    const idempotent = verb !== 'create' && !verb.startsWith('delete');
    return transport.json<T>({
      method,
      path: `${base}/${verb}`,
      what: `model-versions/${verb}`,
      json,
      idempotent,
    });
  };
  const read = <T>(verb: string, query: Query) =>
    transport.json<T>({
      method: 'GET',
      path: `${base}/${verb}`,
      what: `model-versions/${verb}`,
      query,
      idempotent: true,
    });

  async function search(options: RegistrySearch = {}): Promise<Page<ModelVersion>> {
    const { filter, orderBy, maxResults = 200, pageToken } = options;
    const query = { filter, order_by: orderBy, max_results: maxResults, page_token: pageToken };
    const reply = await read<{ model_versions?: WireVersion[]; next_page_token?: string }>('search', query);
    return { items: (reply.model_versions ?? []).map(versionFromWire), nextPageToken: reply.next_page_token };
  }

  return Object.freeze({
    create: async (options: NewModelVersion): Promise<ModelVersion> => {
      const { name, source, runId, modelId, description, tags } = options;
      const json = { name, source, run_id: runId, model_id: modelId, description, tags: pairsOf(tags) };
      return versionFromWire(
        (await send<{ model_version: WireVersion }>('POST', 'create', json)).model_version,
      );
    },
    get: async (name: string, version: string): Promise<ModelVersion> =>
      versionFromWire((await read<{ model_version: WireVersion }>('get', { name, version })).model_version),
    search,
    searchAll: (options: Omit<RegistrySearch, 'pageToken'> = {}) =>
      everyPage((pageToken) => search({ ...options, pageToken })),
    describe: async (name: string, version: string, description: string): Promise<void> => {
      await send('PATCH', 'update', { name, version, description });
    },
    setTag: async (name: string, version: string, tag: { key: string; value: string }): Promise<void> => {
      await send('POST', 'set-tag', { name, version, ...tag });
    },
    deleteTag: async (name: string, version: string, key: string): Promise<void> => {
      await send('DELETE', 'delete-tag', { name, version, key });
    },
    /** Where the version's files lie. */
    downloadUri: async (name: string, version: string): Promise<string> =>
      (await read<{ artifact_uri: string }>('get-download-uri', { name, version })).artifact_uri,
    delete: async (name: string, version: string): Promise<void> => {
      await send('DELETE', 'delete', { name, version });
    },
  });
}

export function versionFromWire(wire: WireVersion): ModelVersion {
  return Object.freeze({
    name: wire.name,
    version: String(wire.version),
    source: wire.source ?? '',
    runId: wire.run_id ?? '',
    modelId: wire.model_id ?? '',
    status: wire.status ?? '',
    description: wire.description ?? '',
    tags: recordOf(wire.tags),
    aliases: wire.aliases ?? [],
  });
}
