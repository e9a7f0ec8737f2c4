import { buildOntology, parseGeneLinks, parseHpoa, parseObo } from '@raredx/ontology';
import { openRuntime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { borrowingOf, borrowingStrength } from './borrowing.ts';
import { candidatesOf } from './candidates-of.ts';
import { closedProfile } from './closed-profile.ts';
import { diseaseProfiles } from './disease-profile.ts';
import { likelihoodRatioRanker } from './likelihood-ratio-ranker.ts';
import { midRank } from './mid-rank.ts';
import { phenotypeSettings, trainPhenotypeModel } from './phenotype-model.ts';
import { phenotypeRanker } from './phenotype-ranker.ts';
import { principalAxes } from './principal-axes.ts';
import { inverseFrequency, profileVectors } from './profile-vectors.ts';
import { scoreLeaders } from './score-leaders.ts';
import { bestMatchRanker, graphInformationRanker, resnikRanker } from './similarity-rankers.ts';
import { topCandidates } from './top-candidates.ts';
import type { TowerOptions } from './train-tower.ts';

/** Root, then two organs (1, 2) with two findings each (3, 4 and 5, 6). */
const obo = `data-version: hp/releases/2025-01-16

${[0, 1, 2, 3, 4, 5, 6]
  .map((term) => {
    const parent = [undefined, 0, 0, 1, 1, 2, 2][term];
    return `[Term]\nid: HP:000000${term}\nname: t${term}${parent === undefined ? '' : `\nis_a: HP:000000${parent}`}\n`;
  })
  .join('\n')}`;
const row = (disease: string, name: string, term: number, share: string) =>
  [disease, name, '', `HP:000000${term}`, 'PMID:1', 'PCS', '', share, '', '', 'P', 'x'].join('\t');
const hpoa = [
  'database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration',
  row('OMIM:1', 'Ataxia, early', 3, '1/2'),
  row('OMIM:1', 'Ataxia, early', 3, '1/4'),
  row('OMIM:1', 'Ataxia, early', 5, ''),
  row('OMIM:2', 'Glaucoma', 4, '1/1'),
  row('OMIM:3', 'Ataxia, late', 6, '3/4'),
  row('ORPHA:9', 'Glaucoma', 6, 'HP:0040280'),
  '',
].join('\n');
const ontology = buildOntology(parseObo(obo));
const annotations = parseHpoa(hpoa, ontology);
const genes = parseGeneLinks(
  'h\n1\tG\tHP:1\tx\t-\tOMIM:2\n1\tG\tHP:1\tx\t-\tORPHA:9\n',
  annotations.diseases,
);
const knowledge = { ontology, annotations, genes };
const candidates = candidatesOf(annotations);

const scoresOf = (
  ranker: { score: (query: { observed: Int32Array }, into: Float32Array) => void },
  observed: number[],
) => {
  const into = new Float32Array(candidates.length);
  ranker.score({ observed: Int32Array.from(observed) }, into);
  return into;
};

test('candidates are the described diseases of a nomenclature', () => {
  expect(candidates).toEqual(['OMIM:1', 'OMIM:2', 'OMIM:3']);
  expect(candidatesOf(annotations, 'ORPHA')).toEqual(['ORPHA:9']);
});

test('a profile holds the largest share of a term, 1 where none is given, and closes to its ancestors', () => {
  const [first] = diseaseProfiles(annotations, candidates);
  expect([[...(first?.terms ?? [])], [...(first?.frequency ?? [])]]).toEqual([
    [3, 5],
    [0.5, 1],
  ]);
  expect(closedProfile(ontology, first ?? { terms: Int32Array.of(), frequency: Float32Array.of() })).toEqual(
    new Map([
      [0, 1],
      [1, 0.5],
      [2, 1],
      [3, 0.5],
      [5, 1],
    ]),
  );
});

test('MICA-LR by hand: the best of exact and general ratio, or the floor', () => {
  const [first, second, third] = scoresOf(likelihoodRatioRanker(knowledge, candidates), [3]);
  // shares of t3: .5, 0, 0; of organ 1: .5, 1, 0; of the root: 1, 1, .75
  expect(first).toBeCloseTo(Math.log(0.5 / (0.5 / 3)), 6);
  expect(second).toBeCloseTo(Math.log((0.1 * 1) / (1.5 / 3)), 6);
  expect(third).toBeCloseTo(Math.log((0.1 * 0.75) / (2.75 / 3)), 6);
});

test('ranks share the middle of ties, and the first k are those of a full sort', () => {
  expect([midRank([1, 1, 1], 0), midRank([5, 1, 2], 1), midRank([5, 1, 2], 0)]).toEqual([2, 3, 1]);
  const random = createRandom(3);
  const scores = Array.from({ length: 200 }, () => random.integer(40));
  const sorted = scores
    .map((_, at) => at)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  for (const count of [0, 1, 7, 200, 300])
    expect(topCandidates(scores, count)).toEqual(sorted.slice(0, count));
});

test('leaders are all that reach the bin of the last one asked for, equals together', () => {
  const random = createRandom(4);
  const scores = Float32Array.from({ length: 3000 }, () => random.normal());
  const leaders = scoreLeaders(scores, 100);
  const inside = new Set(leaders);
  const least = Math.min(...Array.from(leaders, (at) => scores[at] as number));
  expect(leaders.length).toBeGreaterThanOrEqual(100);
  expect(leaders.length).toBeLessThan(130);
  expect(scores.every((score, at) => inside.has(at) === score >= least)).toBe(true);
  expect(scoreLeaders(new Float32Array(5), 2)).toHaveLength(5);
});

describe('borrowing', () => {
  const descriptions = [...candidates, 'ORPHA:9'];
  const profiles = diseaseProfiles(annotations, descriptions);
  const closed = profiles.map((profile) => closedProfile(ontology, profile));
  const vectors = profileVectors(closed, inverseFrequency(closed, ontology.ids.length));
  const strength = {
    same: 0.6,
    series: 0.4,
    gene: 0.3,
    elsewhere: 0,
    alike: 0,
    power: 4,
    boost: 1,
    half: 10,
  };
  const loans = borrowingOf({ knowledge, descriptions, candidates: 3, profiles, vectors, strength });

  test('takes from the same disease of another nomenclature', () => {
    expect(loans[1]?.get(3)).toBeCloseTo(0.6, 12);
  });

  test('a profile that says nothing alike takes nothing', () => {
    expect([...(loans[0]?.values() ?? [])].filter((weight) => weight > 0)).toEqual([]);
  });

  test('vectors have length 1, axes are orthonormal and span them', () => {
    const squares = vectors.value
      .subarray(0, vectors.offsets[1])
      .reduce((total, value) => total + value ** 2, 0);
    expect(squares).toBeCloseTo(1, 6);
    const axes = principalAxes(vectors, { count: 2, random: createRandom(1), spare: 2 });
    const dot = (a: number, b: number) =>
      Array.from(
        { length: 7 },
        (_, term) => (axes[2 * term + a] as number) * (axes[2 * term + b] as number),
      ).reduce((total, value) => total + value, 0);
    expect([dot(0, 0), dot(1, 1)]).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
    expect(dot(0, 1)).toBeCloseTo(0, 5);
  });
});

test('the trained model puts the disease of a plain patient first, the same bits from the same seed', async () => {
  const runtime = await openRuntime({ deterministic: true });
  const train = (seed: number, more: TowerOptions = {}) =>
    trainPhenotypeModel(knowledge, {
      runtime,
      random: createRandom(seed),
      settings: {
        ...phenotypeSettings,
        borrowing: { ...borrowingStrength, alike: 0 },
        dimension: 3,
        towers: 1,
      },
      tower: { steps: 30, batch: 8, rate: 0.02, ...more },
    });
  const model = await train(5);
  const ranker = phenotypeRanker(ontology, model);
  expect(midRank(scoresOf(ranker, [3, 5]), 0)).toBe(1);
  expect(midRank(scoresOf(ranker, [4]), 1)).toBe(1);
  expect((await train(5)).tower).toEqual(model.tower);
  expect((await train(6)).tower).not.toEqual(model.tower);
  const losses: number[] = [];
  const watched = await train(5, { onStep: (_, loss) => losses.push(loss) });
  expect(losses.length).toBe(30);
  expect(watched.tower).toEqual(model.tower);
  // training moves it, heard or not
  expect((await train(5, { steps: 0 })).tower.scale).not.toBe(model.tower.scale);
});

test('similarities by hand: information of shared ancestors, both ways, and over both closures', () => {
  // holders of root 3, organ 1: 2, organ 2: 2, each finding 1 of 3 candidates
  const [organ, finding] = [Math.log(3 / 2), Math.log(3)];
  const rounded = (scores: Float32Array) => Array.from(scores, (score) => Number(score.toFixed(5)));
  const round = (value: number) => Number(value.toFixed(5));
  expect(rounded(scoresOf(resnikRanker(knowledge, candidates), [3]))).toEqual([
    round(finding),
    round(organ),
    0,
  ]);
  expect(rounded(scoresOf(bestMatchRanker(knowledge, candidates), [3]))).toEqual([
    round((finding + finding / 2) / 2),
    round((organ + organ) / 2),
    0,
  ]);
  expect(rounded(scoresOf(graphInformationRanker(knowledge, candidates), [3]))).toEqual([
    round((finding + organ) / (2 * finding + 2 * organ)),
    round(organ / (2 * finding + organ)),
    0,
  ]);
});
