import { constantColumn, type Rankings, textColumn } from '@raredx/tables';
import { expect, test } from 'vitest';
import { conformalRows } from './conformal-rows.ts';
import { openSetRow } from './open-set-row.ts';
import { questionRows } from './question-rows.ts';
import { rankingRows } from './ranking-rows.ts';
import { topCalibrationError } from './top-calibration-error.ts';

/** Six cases of three publications and two models; a case is its leader and its truth. */
const ranksOf = {
  base: [1, 5, 20, 1, Number.POSITIVE_INFINITY, 2],
  ours: [1, 1, 4, 1, Number.POSITIVE_INFINITY, 11],
};
const rows = Object.entries(ranksOf).flatMap(([model, ranks]) =>
  ranks.flatMap((rank, at) => [
    ...(rank === 1 ? [] : [{ model, at, rank: 1, isTrue: 0, candidate: 'OMIM:0' }]),
    { model, at, rank, isTrue: 1, candidate: `OMIM:${1 + (at % 2)}` },
  ]),
);
const table: Rankings = {
  rows: rows.length,
  caseId: textColumn(rows.map(({ at }) => `c${at}`)),
  patientId: textColumn(rows.map(({ at }) => `c${at}`)),
  site: textColumn(rows.map(({ at }) => `PMID:${Math.floor(at / 2)}`)),
  model: textColumn(rows.map(({ model }) => model)),
  partition: constantColumn('external', rows.length),
  candidate: textColumn(rows.map(({ candidate }) => candidate)),
  score: Float64Array.from(rows, ({ rank }) => -rank),
  p: Float64Array.from(rows, ({ rank }) => (rank === 1 ? 0.5 : 0)),
  rank: Float64Array.from(rows, ({ rank }) => rank),
  isTrue: Uint8Array.from(rows, ({ isTrue }) => isTrue),
  candidateCount: new Int32Array(rows.length).fill(100),
  attributes: { sex: textColumn(rows.map(({ at }) => (at < 3 ? 'male' : 'female'))) },
};
const found = new Map(
  rankingRows(table, { seed: 1, bootstrap: 50, confidence: 0.95, baseline: 'base', fewest: 3, cap: 1 }).map(
    (row) => [row.id, row],
  ),
);
const estimate = (id: string) => found.get(id)?.estimate;

test('shares by hand, a truth that was not ranked counting as a miss', () => {
  expect(estimate('external:base:top_1')).toBeCloseTo(2 / 6, 12);
  expect(estimate('external:ours:top_10')).toBeCloseTo(4 / 6, 12);
  expect(estimate('external:base:mrr')).toBeCloseTo((1 + 1 / 5 + 1 / 20 + 1 + 0 + 1 / 2) / 6, 12);
});

test('differences are paired by case, groups hold their own cases', () => {
  expect(estimate('external:ours:difference:top_1')).toBeCloseTo(1 / 6, 12);
  expect(estimate('external:ours:sex=male:top_1')).toBeCloseTo(2 / 3, 12);
  expect(found.get('external:base:difference:top_1')).toBeUndefined();
});

test('each disease counts once in the macro figures', () => {
  // OMIM:1 has ranks 1, 20, none; OMIM:2 has 5, 1, 2
  expect(estimate('external:base:top_1_macro')).toBeCloseTo((1 / 3 + 1 / 3) / 2, 12);
  expect(estimate('external:base:top_3_macro')).toBeCloseTo((1 / 3 + 2 / 3) / 2, 12);
});

test('a model is sure of .5 and right in half of its cases', () => {
  expect(estimate('external:ours:ece_top_1')).toBeLessThan(0.51);
  expect(topCalibrationError({ p: Float64Array.of(0.5, 0.5), y: Uint8Array.of(0, 1) }, 1)).toEqual({
    value: 0,
  });
});

test('every row has an estimate within its interval or a reason', () => {
  for (const { estimate: value, lower, upper, undefinedBecause } of found.values()) {
    expect((value === null) !== (undefinedBecause === null)).toBe(true);
    if (value !== null && lower !== null)
      expect([lower <= value + 1e-12, value <= (upper ?? 0) + 1e-12]).toEqual([true, true]);
  }
});

test('sets hold what is likely enough, the truth or not', () => {
  const rows = conformalRows(table, [{ coverage: 0.5, least: 0.4 }], {
    seed: 1,
    bootstrap: 20,
    confidence: 0.95,
  });
  const of = (id: string) => rows.find((row) => row.id === id)?.estimate;
  expect(of('external:base:conformal_coverage@0.5')).toBeCloseTo(2 / 6, 12);
  expect(of('external:base:conformal_set_size@0.5')).toBe(1);
});

test('questions saved are a share of those of the other policy', () => {
  const needed = { entropy: 2, random: 8 };
  const cases = ['a', 'b'].map((site) => ({ patient: site, site, needed }));
  const plan = { seed: 1, bootstrap: 20, confidence: 0.95, partition: 'external', most: 30 };
  const rows = questionRows(cases, plan);
  expect(rows.map(({ metric, estimate: value }) => [metric, value])).toEqual([
    ['questions_needed', 2],
    ['questions_needed', 8],
    ['questions_saved_against_random', 0.75],
  ]);
});

test('a score that is larger for every unknown disease separates them wholly', () => {
  const cases = [0.1, 0.2, 0.8, 0.9].map((score, at) => ({
    patient: `${at}`,
    site: `${at}`,
    score,
    unknown: at > 1,
  }));
  const row = openSetRow(cases, {
    model: 'ours',
    partition: 'external',
    seed: 1,
    bootstrap: 20,
    confidence: 0.95,
  });
  expect(row).toMatchObject({ estimate: 1, samples: 4, events: 2 });
});
