import type { PhenotypeCase } from '@raredx/cohort';
import { checkRankings } from '@raredx/tables';
import type { CaseRanker, PhenotypeModel } from '@raredx/training';
import { expect, test } from 'vitest';
import { joinedRankings } from './joined-rankings.ts';
import { decodePhenotypeModel, encodePhenotypeModel } from './model-file.ts';
import { cappedCases } from './phenotype-study.ts';
import { rankDocument } from './rank-document.ts';
import { summariseRanks } from './rank-summary.ts';
import { rankBatch } from './ranked-batch.ts';
import { rankingsOf } from './rankings-of.ts';

const candidates = ['OMIM:1', 'OMIM:2', 'OMIM:3'];
/** Likes the candidate whose place is the case's first term. */
const ranker: CaseRanker = {
  name: 'first term',
  candidates,
  score({ observed }, into) {
    into.fill(0);
    into[observed[0] as number] = 3;
  },
};
const one = (id: string, term: number, truths: readonly string[]): PhenotypeCase => ({
  ...{
    id,
    patient: id,
    site: `PMID:${term}`,
    pmid: `PMID:${term}`,
    sex: 'unknown',
    truths,
    genes: [],
    notes: [],
  },
  observed: Int32Array.of(term),
  excluded: Int32Array.of(),
});
const cases = [
  one('hit', 0, ['OMIM:1']),
  one('tie', 1, ['OMIM:1']),
  one('strange', 2, ['OMIM:9']),
  one('open', 1, []),
];
const truthOf = (truths: readonly string[]) => {
  const places = truths.flatMap((id) => (candidates.includes(id) ? [candidates.indexOf(id)] : []));
  return { places, mapped: false, unlisted: truths.filter((id) => !candidates.includes(id)) };
};
const calibration = { temperature: 1, growth: 0, leader: [0, 1, 0, 0] as const };
const ranked = [...rankBatch(cases, { ranker, calibration, truthOf, depth: 1 })];

test('a truth behind the depth keeps its mid-rank, one that is no candidate is a miss, none is none', () => {
  expect(ranked.map(({ rank }) => rank)).toEqual([1, 2.5, Number.POSITIVE_INFINITY, null]);
});

test('the table holds leaders and truths, passes its own check, and joins', () => {
  const table = rankingsOf(ranked, {
    candidates,
    model: 'm',
    partition: 'external',
    attributes: () => ({ sex: 'unknown' }),
  });
  expect(table.rows).toBe(6);
  expect(Array.from(table.rank)).toEqual([1, 1, 2.5, 1, Number.POSITIVE_INFINITY, 1]);
  expect(() => checkRankings(table, 'rankings')).not.toThrow();
  const other = rankingsOf(ranked, {
    candidates,
    model: 'n',
    partition: 'external',
    attributes: () => ({ sex: 'unknown' }),
  });
  expect(() => checkRankings(joinedRankings([table, other]), 'rankings')).not.toThrow();
});

test('what is printed counts known diagnoses alone and says how many are no candidate', () => {
  const facts = {
    ...{ model: 'm', run: null, knowledge: 'toy', candidates: 3, leftOut: [], excludeOwnPublications: false },
    ...{ out: 'out', seed: 1, bootstrap: 50, cited: (each: PhenotypeCase) => each.id === 'hit' },
  };
  expect(rankDocument(ranked, facts)).toMatchObject({
    ...{ cases: 4, cases_with_truth: 3, truth_not_among_candidates: 1, counted: 3 },
    top_1: 1 / 3,
    top_3: 2 / 3,
    by_citation: { cited: { top_1: 1, counted: 1 }, not_cited: { top_1: 0, counted: 2 } },
  });
});

test('one publication has no interval, no case no summary', () => {
  const judged = [
    { rank: 1, cluster: 'a' },
    { rank: 4, cluster: 'a' },
  ];
  expect(summariseRanks(judged, { seed: 1, bootstrap: 20 })).toMatchObject({
    estimates: { top_1: 0.5 },
    intervals: { top_1: null },
  });
  expect(summariseRanks([], { seed: 1, bootstrap: 20 })).toBeUndefined();
});

test('a publication gives at most so many cases, spread over it', () => {
  const many = Array.from({ length: 10 }, (_, at) => one(`c${at}`, 0, ['OMIM:1']));
  expect(cappedCases(many, 3).map(({ id }) => id)).toEqual(['c0', 'c3', 'c6']);
});

test('a model is read back as it was, and another file is refused', () => {
  const filled = {
    offsets: Int32Array.of(0, 1),
    candidate: Int32Array.of(2),
    share: Float32Array.of(0.5),
    background: Float32Array.of(0.1),
  };
  const model: PhenotypeModel = {
    ...{ candidates, filled, prior: Float32Array.of(1, 2, 3) },
    settings: { towers: 1 } as PhenotypeModel['settings'],
    tower: { dimension: 1, terms: Float32Array.of(1), diseases: Float32Array.of(1, 0, 1), scale: 2 },
  };
  const bytes = encodePhenotypeModel(model, 'toy');
  expect(decodePhenotypeModel(bytes, 'm')).toEqual({ model, knowledge: 'toy' });
  expect(() => decodePhenotypeModel(bytes.slice(0, 40), 'm')).toThrow(/^m|safetensors/);
});
