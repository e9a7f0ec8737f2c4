import { setImmediate } from 'node:timers/promises';
import { ContractError } from '@raredx/tables';
import type { FeatureTable } from '../feature-table.ts';
import { tokenChunks } from './token-chunks.ts';

export interface EmbedTextsOptions {
  readonly width: number;
  /** Ids of a text's tokens without the two that stand about them. */
  readonly tokenise: (text: string) => readonly number[];
  /** Ids that open and close every chunk. */
  readonly about: readonly [number, number];
  /** Most tokens of a chunk, those two included. */
  readonly longest: number;
  readonly batchSize: number;
  /** Length to which a chunk is padded: chunks of one such length go together. */
  readonly padded: (tokens: number) => number;
  /** Pooled vectors of chunks of one padded length. */
  readonly encode: (chunks: readonly Int32Array[]) => Float32Array;
}

interface Chunk {
  readonly text: number;
  readonly ids: Int32Array;
}

const chunksOf = (texts: readonly string[], { tokenise, about, longest }: EmbedTextsOptions): Chunk[] =>
  texts.flatMap((value, text) => {
    const ids = tokenise(value);
    if (ids.length === 0) {
      throw new ContractError('backbone', `text ${text} is empty`, 'leave out samples without a text');
    }
    return tokenChunks(ids, longest - 2).map((part) => ({
      text,
      ids: Int32Array.of(about[0], ...part, about[1]),
    }));
  });

/** Chunks of one padded length each, at most `size` together. */
const batchesOf = (
  chunks: readonly Chunk[],
  { padded, batchSize: size }: EmbedTextsOptions,
): readonly (readonly Chunk[])[] => {
  const byLength = new Map<number, Chunk[]>();
  for (const chunk of chunks) {
    const length = padded(chunk.ids.length);
    const same = byLength.get(length);
    if (same) same.push(chunk);
    else byLength.set(length, [chunk]);
  }
  return [...byLength.values()].flatMap((same) =>
    Array.from({ length: Math.ceil(same.length / size) }, (_, at) => same.slice(at * size, (at + 1) * size)),
  );
};

const toUnitLength = (row: Float64Array): Float64Array => {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return row.map((value) => value / length);
};

/**
 * Mean-pooled vectors of texts, scaled to length 1. A text longer than `longest` is cut into chunks of nearly equal length
 * and their vectors are averaged with their numbers of tokens as weights, so that no part of it goes unread.
 *
 * @throws ContractError for a text without a token
 */
export async function embedTexts(
  texts: readonly string[],
  options: EmbedTextsOptions,
): Promise<FeatureTable> {
  const { width, encode } = options;
  const sums = texts.map(() => new Float64Array(width));
  const pooled = new Map<Chunk, Float32Array>();
  const chunks = chunksOf(texts, options);
  for (const batch of batchesOf(chunks, options)) {
    const vectors = encode(batch.map(({ ids }) => ids));
    for (const [at, chunk] of batch.entries())
      pooled.set(chunk, vectors.subarray(at * width, (at + 1) * width));
    await setImmediate();
  }
  // in the order of the text, whatever the order of the batches
  for (const chunk of chunks) {
    const vector = pooled.get(chunk)!;
    for (let i = 0; i < width; i++) sums[chunk.text][i] += vector[i] * chunk.ids.length;
  }
  const values = new Float32Array(texts.length * width);
  for (const [text, row] of sums.entries()) values.set(toUnitLength(row), text * width);
  return Object.freeze({ rows: texts.length, width, values });
}
