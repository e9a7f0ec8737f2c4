import { createRandom } from '@raredx/stats';
import { expect, test } from 'vitest';
import { toyCandidates, toyKnowledge } from '../../tests/toy-knowledge.ts';
import { midRank } from '../ranking/mid-rank.ts';
import { phenotypeRanker } from '../ranking/phenotype-ranker.ts';
import { embedTerms, lengthOf, type Tower } from '../ranking/tower.ts';
import { describedModel } from './described-model.ts';
import { fewShotRanker, fewShotSettings } from './few-shot-ranker.ts';
import { reorderedAmong } from './reordered-among.ts';
import { shotGroups } from './shot-groups.ts';
import { shotTerms } from './shot-points.ts';
import { tuneTower, tuningOptions } from './tune-tower.ts';
import { tuningLoss } from './tuning-loss.ts';

const { ontology } = toyKnowledge;
const dimension = 5;
const random = createRandom(3);
const normals = (length: number) => new Float32Array(length).map(() => random.normal());
const tower: Tower = {
  dimension,
  terms: normals(7 * dimension),
  diseases: normals(3 * dimension),
  scale: 10,
};

/** Finding 3 tells OMIM:1 and finding 4 OMIM:2; 5 and 6 come as they like. Three publications each. */
const shots = Array.from({ length: 18 }, (_, at) => ({
  disease: at % 2 === 0 ? 'OMIM:1' : 'OMIM:2',
  publication: `PMID:${at % 6}`,
  observed: Int32Array.of(at % 2 === 0 ? 3 : 4, ...(at % 3 === 0 ? [5] : []), ...(at % 5 < 2 ? [6] : [])),
}));

test('shots by disease and publication; those that another publication can be asked about', () => {
  const { diseases, group, publications, questions, upTo } = shotGroups([
    ...shots.slice(0, 3),
    { disease: 'OMIM:9', publication: 'PMID:1', observed: Int32Array.of(3) },
    { disease: 'OMIM:1', publication: 'PMID:0', observed: Int32Array.of(3) },
  ]);
  expect(diseases).toEqual(['OMIM:1', 'OMIM:2', 'OMIM:9']);
  expect([...group]).toEqual([0, 1, 2, 3, 0]);
  expect([...publications]).toEqual([2, 1, 1]);
  expect([...questions]).toEqual([0, 2, 4]);
  expect(upTo[2]).toBeCloseTo(2 / Math.SQRT2 + 1, 12);
});

test('the gradient of tuning is the slope of its loss', () => {
  const known = shotTerms(
    ontology,
    shots.map(({ observed }) => observed),
  );
  const bags = shots.map(({ observed }) => known.rowsOf(observed));
  const asked = [0, 3, 7].map((shot) => ({
    shot,
    observed: (shots[shot] as { observed: Int32Array }).observed,
  }));
  const patients = asked.map(({ observed }) => known.rowsOf(observed));
  const table = normals(known.terms.length * dimension);
  const common = { dimension, bags, patients, asked, groups: shotGroups(shots) };
  const step = { ...common, directions: normals(2 * dimension), options: { scale: 3, publications: 0.5 } };
  const { gradient } = tuningLoss({ ...step, table });
  const lossAt = (at: number, by: number) =>
    tuningLoss({ ...step, table: table.map((value, place) => value + (place === at ? by : 0)) }).loss;
  for (let at = 0; at < table.length; at += 1)
    expect(gradient[at]).toBeCloseTo((lossAt(at, 0.01) - lossAt(at, -0.01)) / 0.02, 3);
  expect(Math.max(...gradient)).toBeGreaterThan(0.02);
});

test('a tuned tower finds patients of one disease in another publication alike', () => {
  const directions = new Float32Array(2 * dimension);
  const options = { ...tuningOptions, batch: 32, rate: 0.02 };
  const tuned = tuneTower(ontology, tower, { shots, directions, random, options });
  const cosine = (of: Tower, one: number[], other: number[]) => {
    const [a, b] = [embedTerms(ontology, of, one), embedTerms(ontology, of, other)];
    return a.reduce((total, value, axis) => total + value * b[axis], 0) / (lengthOf(a) * lengthOf(b));
  };
  const lead = (of: Tower) => cosine(of, [3, 5], [3, 6]) - cosine(of, [3, 5], [4, 5]);
  expect(lead(tuned)).toBeGreaterThan(lead(tower) + 0.2);
  const paper = shots.filter(({ publication }) => publication === 'PMID:0');
  expect(tuneTower(ontology, tower, { shots: paper, directions, random })).toBe(tower);
});

test('candidates with patients trade places among themselves; all others keep their rank', () => {
  const candidates = ['a', 'b', 'c', 'd', 'e'];
  const fixed = (scores: number[]) => ({
    name: 'fixed',
    candidates,
    score: (_: unknown, into: Float32Array) => into.set(scores),
  });
  const into = new Float32Array(5);
  const ranker = reorderedAmong(fixed([5, 4, 3, 2, 1]), fixed([0, 9, 9, 7, 8]), new Set(['a', 'c', 'e']));
  ranker.score({ observed: Int32Array.of() }, into);
  expect([...into]).toEqual([1, 4, 5, 2, 3]);
});

test('few shots: without any the model as it is, with some a disease without them never loses to the others', () => {
  const model = { ...describedModel(toyKnowledge, toyCandidates), tower };
  const scores = (settings: (typeof fewShotSettings)['open'], own: typeof shots) => {
    const ranker = fewShotRanker(ontology, model, { shots: own, settings, name: 'few' });
    const into = new Float32Array(ranker.candidates.length);
    ranker.score({ observed: Int32Array.of(4, 5) }, into);
    return into;
  };
  const plain = new Float32Array(3);
  phenotypeRanker(ontology, model).score({ observed: Int32Array.of(4, 5) }, plain);
  expect(scores(fewShotSettings.closed, [])).toEqual(plain);
  const { among: _, ...outer } = fewShotSettings.open;
  expect(midRank(scores(fewShotSettings.open, shots), 2)).toBe(midRank(scores(outer, shots), 2));
  const closed = scores(fewShotSettings.closed, shots);
  expect(closed[1]).toBeGreaterThan(closed[0]);
  expect(scores(fewShotSettings.closed, shots)).toEqual(closed);
});
