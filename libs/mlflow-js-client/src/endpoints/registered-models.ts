import type { Query, Transport } from '../client/transport.ts';
import { pairsOf, recordOf, type WirePair } from './key-values.ts';
import {
  type ModelVersion,
  type RegistrySearch,
  versionFromWire,
  type WireVersion,
} from './model-versions.ts';
import { everyPage, type Page } from './pages.ts';

export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** version by alias */
  readonly aliases: Readonly<Record<string, string>>;
}

interface WireRegistered {
  name: string;
  description?: string;
  tags?: WirePair[];
  aliases?: { alias: string; version: string }[];
}

const base = '/api/2.0/mlflow/registered-models';

export type RegisteredModels = ReturnType<typeof registeredModelsOf>;

/** `registered-models/*`: the registry's models and the aliases that point at their versions. */
export function registeredModelsOf(transport: Transport) {
  const send = <T>(method: 'POST' | 'PATCH' | 'DELETE', verb: string, json: unknown) =>
    transport.json<T>({
      method,
      path: `${base}/${verb}`,
      what: `registered-models/${verb}`,
      json,
      idempotent: verb !== 'create' && verb !== 'rename' && !verb.startsWith('delete'),
    });
  const read = <T>(verb: string, query: Query) =>
    transport.json<T>({
      method: 'GET',
      path: `${base}/${verb}`,
      what: `registered-models/${verb}`,
      query,
      idempotent: true,
    });

  async function search(options: RegistrySearch = {}): Promise<Page<RegisteredModel>> {
    const { filter, orderBy, maxResults = 100, pageToken } = options;
    const query = { filter, order_by: orderBy, max_results: maxResults, page_token: pageToken };
    const reply = await read<{ registered_models?: WireRegistered[]; next_page_token?: string }>(
      'search',
      query,
    );
    return {
      items: (reply.registered_models ?? []).map(registeredFromWire),
      nextPageToken: reply.next_page_token,
    };
  }

  return Object.freeze({
    create: async (options: {
      name: string;
      description?: string;
      tags?: Readonly<Record<string, string>>;
    }): Promise<RegisteredModel> => {
      const json = { ...options, tags: pairsOf(options.tags) };
      return registeredFromWire(
        (await send<{ registered_model: WireRegistered }>('POST', 'create', json)).registered_model,
      );
    },
    get: async (name: string): Promise<RegisteredModel> =>
      registeredFromWire(
        (await read<{ registered_model: WireRegistered }>('get', { name })).registered_model,
      ),
    search,
    searchAll: (options: Omit<RegistrySearch, 'pageToken'> = {}) =>
      everyPage((pageToken) => search({ ...options, pageToken })),
    /** Its versions, aliases and tags go with it. */
    rename: async (name: string, newName: string): Promise<RegisteredModel> => {
      const reply = await send<{ registered_model: WireRegistered }>('POST', 'rename', {
        name,
        new_name: newName,
      });
      return registeredFromWire(reply.registered_model);
    },
    describe: async (name: string, description: string): Promise<void> => {
      await send('PATCH', 'update', { name, description });
    },
    delete: async (name: string): Promise<void> => {
      await send('DELETE', 'delete', { name });
    },
    setTag: async (name: string, key: string, value: string): Promise<void> => {
      await send('POST', 'set-tag', { name, key, value });
    },
    deleteTag: async (name: string, key: string): Promise<void> => {
      await send('DELETE', 'delete-tag', { name, key });
    },
    /** Moves an alias to a version; there is one version an alias. */
    setAlias: async (name: string, alias: string, version: string): Promise<void> => {
      await send('POST', 'alias', { name, alias, version });
    },
    deleteAlias: async (name: string, alias: string): Promise<void> => {
      await send('DELETE', 'alias', { name, alias });
    },
    versionByAlias: async (name: string, alias: string): Promise<ModelVersion> =>
      versionFromWire((await read<{ model_version: WireVersion }>('alias', { name, alias })).model_version),
  });
}

function registeredFromWire(wire: WireRegistered): RegisteredModel {
  return Object.freeze({
    name: wire.name,
    description: wire.description ?? '',
    tags: recordOf(wire.tags),
    aliases: recordOf(wire.aliases?.map(({ alias, version }) => ({ key: alias, value: String(version) }))),
  });
}
