import { readFileSync } from 'node:fs';
import { createRandom, shuffled } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import {
  bdCspn,
  cosineHead,
  type FewShotMethod,
  featureRows,
  laplacianShot,
  ldaMethod,
  mahalanobis,
  matching,
  prototypicalMethod,
  ridgeMethod,
  simpleShot,
} from '../../index.ts';

interface Case {
  readonly ways: number;
  readonly width: number;
  readonly classes: number[];
  readonly support: number[];
  readonly query: number[];
  readonly base: number[] | null;
  readonly expected: Record<string, number[]>;
}

const path = new URL('../../../fixtures/fewshot.json', import.meta.url);
const cases = (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases;
const table = (values: readonly number[], width: number) => ({
  rows: values.length / width,
  width,
  values: Float32Array.from(values),
});
const episodeOf = (one: Case) => ({
  support: {
    features: table(one.support, one.width),
    classes: Int32Array.from(one.classes),
    classCount: one.ways,
  },
  query: table(one.query, one.width),
  base: one.base ? { mean: Float64Array.from(one.base) } : undefined,
});
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from({ length: a.length }, (_, i) => Math.abs(a[i] - b[i])));

const methods: FewShotMethod[] = [
  prototypicalMethod(),
  simpleShot(),
  matching(),
  cosineHead(),
  ridgeMethod(),
  ldaMethod(),
  mahalanobis(),
  bdCspn(),
  laplacianShot(),
];

describe.each(methods)('$name', (method) => {
  it('agrees with the paper written out at full width', () => {
    for (const one of cases) {
      const { support, query, base } = episodeOf(one);
      const got = method.classify(support, query, createRandom(1), base);
      const expected = one.expected[method.name];
      expect(got.length).toBe(expected.length);
      expect(apart(got, expected)).toBeLessThan(1e-9);
    }
  });

  it('gives probabilities', () => {
    const { support, query } = episodeOf(cases[0]);
    const got = method.classify(support, query, createRandom(1));
    for (let q = 0; q < query.rows; q++) {
      const row = got.subarray(q * 3, q * 3 + 3);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 12);
    }
  });

  it('permutes its answer with the classes, and keeps it when support rows change places', () => {
    const { support, query, base } = episodeOf(cases[2]);
    const ways = support.classCount;
    const renamed = shuffled(ways, createRandom('names'));
    const order = Int32Array.from(shuffled(support.features.rows, createRandom('rows')));
    const before = method.classify(support, query, createRandom(1), base);
    const after = method.classify(
      {
        features: featureRows(support.features, order),
        classes: Int32Array.from(order, (row) => renamed[support.classes[row]]),
        classCount: ways,
      },
      query,
      createRandom(1),
      base,
    );
    const back = before.map((_, at) => after[at - (at % ways) + renamed[at % ways]]);
    expect(apart(back, before)).toBeLessThan(1e-9);
  });

  it('does not see the other queries, unless it is transductive', () => {
    const { support, query, base } = episodeOf(cases[3]);
    const all = method.classify(support, query, createRandom(1), base);
    const first = method.classify(support, featureRows(query, Int32Array.of(0, 1)), createRandom(1), base);
    if (method.transductive) expect(apart(first, all)).toBeGreaterThan(1e-6);
    else expect(apart(first, all)).toBeLessThan(1e-12);
  });
});

it('refuses a class without support, a class that is not there, and tables of two widths', () => {
  const { support, query } = episodeOf(cases[0]);
  const run = (changed: object, q = query) =>
    prototypicalMethod().classify({ ...support, ...changed }, q, createRandom(1));
  expect(() => run({ classCount: 4 })).toThrow('few-shot: class 3 has no support row');
  expect(() => run({ classCount: 2 })).toThrow('few-shot: support class outside 0 to 1 (2)');
  expect(() => run({}, table([1, 2], 2))).toThrow('few-shot: support has width 8, queries 2');
});
