import type { RgbImage } from '@raredx/cohort';
import type { Backbone } from '../backbone.ts';
import type { FeatureTable } from '../feature-table.ts';
import { contentKey } from './content-key.ts';
import { type FeatureStore, openFeatureStore } from './feature-store.ts';

export interface EmbeddingProgress {
  readonly done: number;
  /** Null where the number of samples is not known beforehand. */
  readonly total: number | null;
  /** Of `done`, those that the cache had. */
  readonly cached: number;
  /** Samples a second, and the seconds to go; null until that can be said. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
}

export interface EmbedThroughCacheOptions<Input> {
  /** Folder of the cache; null for none. */
  readonly folder: string | null;
  readonly total?: number;
  /** Names what was done to the samples before (augmentation with its seed and epoch); part of the key. */
  readonly view?: string;
  /** Samples held at once. Default 128. */
  readonly shardSize?: number;
  readonly onProgress?: (progress: EmbeddingProgress) => void;
  /** A clock in milliseconds; without it there is no rate. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  readonly samples: AsyncIterable<Input> | Iterable<Input>;
}

type Embed<Input> = (batch: readonly Input[]) => Promise<FeatureTable>;

const shards = async function* <Input>(
  samples: AsyncIterable<Input> | Iterable<Input>,
  size: number,
): AsyncGenerator<readonly Input[]> {
  let shard: Input[] = [];
  for await (const sample of samples) {
    shard.push(sample);
    if (shard.length < size) continue;
    yield shard;
    shard = [];
  }
  if (shard.length > 0) yield shard;
};

/** Rows of one shard: from the store where they are sound, else computed, the same content once, and stored. */
const embedShard = async <Input extends RgbImage | string>(
  shard: readonly Input[],
  { embed, store, view }: { embed: Embed<Input>; store: FeatureStore | undefined; view: string },
): Promise<{ readonly rows: readonly Float32Array[]; readonly cached: number }> => {
  const keys = shard.map((sample) => contentKey(sample, view));
  const found = new Map<string, Float32Array>();
  for (const key of new Set(keys)) {
    const row = store?.read(key);
    if (row) found.set(key, row);
  }
  const cached = keys.filter((key) => found.has(key)).length;
  const absent = [...new Set(keys)].filter((key) => !found.has(key));
  if (absent.length > 0) {
    const { values, width } = await embed(absent.map((key) => shard[keys.indexOf(key)]));
    for (const [at, key] of absent.entries()) found.set(key, values.subarray(at * width, (at + 1) * width));
    store?.append(absent, values);
  }
  return { rows: keys.map((key) => found.get(key)!), cached };
};

const joined = (rows: readonly Float32Array[], width: number): FeatureTable => {
  const values = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries()) values.set(row, at * width);
  return Object.freeze({ rows: rows.length, width, values });
};

/**
 * Frozen features of a stream of images or texts, each computed once for a content, an encoder and a view: whatever the
 * cache in `folder` holds in sound condition is taken from there. An aborted signal ends it between two shards; what was
 * computed until then stays.
 */
export async function embedThroughCache(
  backbone: Extract<Backbone, { kind: 'image' }>,
  options: EmbedThroughCacheOptions<RgbImage>,
): Promise<FeatureTable>;
export async function embedThroughCache(
  backbone: Extract<Backbone, { kind: 'text' }>,
  options: EmbedThroughCacheOptions<string>,
): Promise<FeatureTable>;
export async function embedThroughCache<Input extends RgbImage | string>(
  backbone: Backbone,
  options: EmbedThroughCacheOptions<Input>,
): Promise<FeatureTable> {
  const { folder, samples, view = '', shardSize = 128, total = null, signal, now } = options;
  const store = folder === null ? undefined : openFeatureStore(folder, backbone.hash, backbone.width);
  const embed = backbone.embed as unknown as Embed<Input>;
  const rows: Float32Array[] = [];
  let cached = 0;
  const start = now?.() ?? 0;
  for await (const shard of shards(samples, shardSize)) {
    signal?.throwIfAborted();
    const made = await embedShard(shard, { embed, store, view });
    rows.push(...made.rows);
    cached += made.cached;
    const seconds = now ? (now() - start) / 1000 : 0;
    const rate = seconds > 0 ? rows.length / seconds : null;
    const secondsLeft = rate === null || total === null ? null : Math.max(0, total - rows.length) / rate;
    options.onProgress?.({ done: rows.length, total, cached, rate, secondsLeft });
  }
  return joined(rows, backbone.width);
}
