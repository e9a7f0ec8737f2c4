import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TextBackbone } from '../backbone.ts';
import { type EmbeddingProgress, embedThroughCache } from './embed-through-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-features-'));
const place = join(folder, 'f'.repeat(32));
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Two features of a text: its length and its first character. */
const encoder = (seen: string[], hash = 'f'.repeat(64)): TextBackbone => ({
  ...{ kind: 'text', name: 'toy', hash, width: 2 },
  embed: async (batch) => {
    seen.push(...batch);
    const values = Float32Array.from(batch.flatMap((text) => [text.length, text.charCodeAt(0)]));
    return { rows: batch.length, width: 2, values };
  },
  describe: () => ({
    ...{ name: 'toy', licence: '', source: '', sha256: '', width: 2, preprocessing: '', parameters: null },
  }),
  dispose: () => {},
});
const texts = ['ab', 'cde', 'ab', 'f'];
const expected = Float32Array.of(2, 97, 3, 99, 2, 97, 1, 102);
const shardFile = (end: string) => join(place, readdirSync(place).find((name) => name.endsWith(end))!);

describe('embedThroughCache', () => {
  it('computes a content once, then takes it from disk', async () => {
    const seen: string[] = [];
    const first = await embedThroughCache(encoder(seen), { folder, samples: texts });
    expect(first).toEqual({ rows: 4, width: 2, values: expected });
    expect(seen).toEqual(['ab', 'cde', 'f']);
    expect(await embedThroughCache(encoder(seen), { folder, samples: [...texts, 'new'] })).toMatchObject({
      rows: 5,
    });
    expect(seen).toEqual(['ab', 'cde', 'f', 'new']);
  });

  it('asks again for another view and for another encoder', async () => {
    const seen: string[] = [];
    await embedThroughCache(encoder(seen), { folder, samples: ['ab'] });
    await embedThroughCache(encoder(seen), { folder, samples: ['ab'], view: 'flip' });
    await embedThroughCache(encoder(seen, 'e'.repeat(64)), { folder, samples: ['ab'] });
    expect(seen).toEqual(['ab', 'ab', 'ab']);
    rmSync(join(folder, 'e'.repeat(32)), { recursive: true });
  });

  it.each<[string, () => void]>([
    [
      'a changed byte',
      () => {
        const path = shardFile('.f32');
        const bytes = readFileSync(path);
        bytes[9] ^= 1;
        writeFileSync(path, bytes);
      },
    ],
    ['rows cut short', () => truncateSync(shardFile('.f32'), 10)],
    ['rows gone', () => rmSync(shardFile('.f32'))],
    ['an index cut short', () => truncateSync(shardFile('.json'), 20)],
  ])('computes again what is damaged: %s', async (_, damage) => {
    const seen: string[] = [];
    await embedThroughCache(encoder(seen), { folder, samples: texts });
    damage();
    const again = await embedThroughCache(encoder(seen), { folder, samples: texts });
    expect(again.values).toEqual(expected);
    expect(seen.length).toBeGreaterThan(3);
    const healed = seen.length;
    expect((await embedThroughCache(encoder(seen), { folder, samples: texts })).values).toEqual(expected);
    expect(seen).toHaveLength(healed);
  });

  it('keeps what was done before an abort', async () => {
    const seen: string[] = [];
    const stop = new AbortController();
    const onProgress = ({ done }: EmbeddingProgress) => done === 2 && stop.abort(new Error('stopped'));
    const options = { folder, samples: texts, shardSize: 1, signal: stop.signal, onProgress };
    await expect(embedThroughCache(encoder(seen), options)).rejects.toThrow('stopped');
    await embedThroughCache(encoder(seen), { folder, samples: texts });
    expect(seen).toEqual(['ab', 'cde', 'f']);
  });

  it('takes a stream, holds one shard of it at a time, and says how fast it goes', async () => {
    let [held, most, clock] = [0, 0, 0];
    const stream = async function* () {
      for (let at = 0; at < 10; at++) {
        most = Math.max(most, ++held);
        yield `text ${at}`;
      }
    };
    const said: EmbeddingProgress[] = [];
    const table = await embedThroughCache(encoder([]), {
      ...{ folder: null, samples: stream(), total: 10, shardSize: 4 },
      now: () => (clock += 1000),
      onProgress: (progress) => {
        said.push(progress);
        held = 0;
      },
    });
    expect(table.rows).toBe(10);
    expect(most).toBe(4);
    expect(said.map(({ done }) => done)).toEqual([4, 8, 10]);
    expect(said[0]).toEqual({ done: 4, total: 10, cached: 0, rate: 4, secondsLeft: 1.5 });
  });
});
