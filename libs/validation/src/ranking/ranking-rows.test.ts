import { constantColumn, type Rankings, textColumn } from '@raredx/tables';
import { expect, test } from 'vitest';
import { clusteredRow, meanOf } from './clustered-row.ts';
import { judgeRankings, type RankingsPlan } from './judge-rankings.ts';
import { publicationDraws } from './publication-draws.ts';
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
const plan: RankingsPlan = {
  ...{ seed: 1, bootstrap: 50, confidence: 0.95, model: 'ours', fully: ['ours', 'base'], mostQuestions: 30 },
  comparisons: [{ model: 'ours', against: 'base' }],
  sets: [{ coverage: 0.5, least: 0.4 }],
  trials: [],
};
const judged = judgeRankings(table, null, plan);
const found = new Map(judged.map((row) => [row.id, row]));
const estimate = (id: string) => found.get(id)?.estimate;

test('shares by hand, a truth that was not ranked counting as a miss', () => {
  expect(estimate('external:base:top_1')).toBeCloseTo(2 / 6, 12);
  expect(estimate('external:ours:top_10')).toBeCloseTo(4 / 6, 12);
  expect(estimate('external:base:mrr')).toBeCloseTo((1 + 1 / 5 + 1 / 20 + 1 + 0 + 1 / 2) / 6, 12);
});

test('differences are paired by case, groups hold their own cases', () => {
  expect(estimate('external:ours:difference:top_1:base')).toBeCloseTo(1 / 6, 12);
  expect(found.get('external:ours:difference:top_1:base')?.note).toMatch(
    /^ours minus base, on the same cases; 100 /,
  );
  expect(found.get('external:base:difference:top_1:ours')).toBeUndefined();
  const few = found.get('external:ours:sex=male:top_1');
  expect(few?.undefinedBecause).toBe('3 cases, fewer than 30');
  // male 1, 1, 4; female 1, none, 11
  expect(estimate('external:ours:sex=female vs male:difference:top_1')).toBeCloseTo(1 / 3 - 2 / 3, 12);
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

test('ids are unique, and every figure says among how many candidates', () => {
  expect(found.size).toBe(judged.length);
  for (const { note } of judged) expect(note).toMatch(/100 candidates/);
});

test('sets hold what is likely enough, the truth or not', () => {
  expect(estimate('external:ours:conformal_coverage@0.5')).toBeCloseTo(3 / 6, 12);
  expect(estimate('external:ours:conformal_set_size@0.5')).toBe(1);
  expect(found.get('external:base:conformal_coverage@0.5')).toBeUndefined();
});

test('sums by publication give what weights by case give', () => {
  const sites = rows.map(({ at }) => `PMID:${Math.floor(at / 2)}`);
  const values = Float64Array.from(rows, ({ rank }) => 1 / rank);
  const draws = publicationDraws({ seed: 1, bootstrap: 200 });
  const about = {
    ...{ metric: 'mrr', model: 'm', partition: 'external', sites, patients: sites },
    ...{ weights: Float64Array.from(rows, ({ at }) => 1 + at), events: () => true },
  };
  const settings = { bootstrap: 200, confidence: 0.9, draws };
  const [bySums, byWeights] = [
    clusteredRow({ ...about, measure: meanOf(values) }, settings),
    clusteredRow(
      {
        ...about,
        measure: (w) => ({
          value: w.reduce((sum, one, row) => sum + one * values[row], 0) / w.reduce((a, b) => a + b),
        }),
      },
      settings,
    ),
  ];
  for (const name of ['estimate', 'lower', 'upper'] as const)
    expect(bySums[name]).toBeCloseTo(byWeights[name] as number, 12);
});
