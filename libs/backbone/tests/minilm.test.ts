import { readFileSync } from 'node:fs';
import { openRuntime } from '@raredx/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextBackbone } from '../src/backbone.ts';
import { openBackbone } from '../src/open-backbone.ts';
import { miniLmPackage } from '../src/provision/pinned-package.ts';
import { decoded, greatestDifference, whyNot } from './weights-at-hand.ts';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/minilm.json', import.meta.url), 'utf8')) as {
  cases: { text: string; ids: number[]; vector: string }[];
};
const missing = await whyNot(miniLmPackage);

describe.skipIf(missing)(`all-MiniLM-L6-v2${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let backbone: TextBackbone;

  beforeAll(async () => {
    backbone = await openBackbone('minilm', { runtime: await openRuntime() });
  });
  afterAll(() => backbone.dispose());

  it('gives the vectors that numpy gives from the tokens of the reference tokeniser', async () => {
    const { values, rows, width } = await backbone.embed(cases.map(({ text }) => text));
    expect({ rows, width }).toEqual({ rows: cases.length, width: 384 });
    for (const [at, { vector }] of cases.entries()) {
      expect(greatestDifference(values.slice(at * 384, (at + 1) * 384), decoded(vector))).toBeLessThan(1e-5);
    }
  });

  it('gives the same bits whatever else is in the batch', async () => {
    const texts = ['one', 'two', 'three', 'four'].map((word) => `${word} seizures a day since birth`);
    const together = (await backbone.embed(texts)).values;
    expect(together.slice(2 * 384, 3 * 384)).toEqual((await backbone.embed([texts[2]])).values);
  });

  it('puts what means the same close together', async () => {
    const { values } = await backbone.embed([
      'The patient has seizures and microcephaly.',
      'Epilepsy with a small head.',
      'The stock market fell by two percent.',
    ]);
    const cosine = (a: number, b: number) =>
      values.subarray(a * 384, (a + 1) * 384).reduce((sum, value, i) => sum + value * values[b * 384 + i], 0);
    expect(cosine(0, 0)).toBeCloseTo(1, 6);
    expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2) + 0.4);
  });

  it('leaves no tensor behind', async () => {
    const { tf } = await openRuntime();
    const before = tf.memory().numTensors;
    await backbone.embed(['short', 'word '.repeat(300)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an empty text', async () => {
    await expect(backbone.embed(['something', ' '])).rejects.toThrow('backbone: text 1 is empty');
  });
});
