import { createRandom } from '@raredx/stats';
import { expect, test } from 'vitest';
import { toyCandidates, toyKnowledge } from '../../tests/toy-knowledge.ts';
import { likelihoodRatioRanker } from '../ranking/likelihood-ratio-ranker.ts';
import { phenotypeRanker } from '../ranking/phenotype-ranker.ts';
import { adaptToShots } from './adapt-to-shots.ts';
import { annotatedShares } from './annotated-shares.ts';
import { candidateEvidence } from './candidate-evidence.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import { candidateShares, shareAt } from './candidate-shares.ts';
import { describedModel } from './described-model.ts';
import { calibratedProbabilities, caseTemperature } from './differential-calibration.ts';
import { fitCalibration } from './fit-calibration.ts';
import { nextQuestions } from './next-question.ts';
import { rankedCandidates } from './ranked-case.ts';
import { answerOf } from './recorded-findings.ts';
import { spreadShots } from './spread-shots.ts';
import { trueCandidatesOf } from './true-candidates.ts';
import { updatedShares } from './updated-shares.ts';

test('probabilities sum to 1 and a higher temperature flattens them', () => {
  const scores = Float32Array.of(3, 1, 0);
  const sharp = candidateProbabilities(scores, 1, new Float64Array(3));
  const flat = candidateProbabilities(scores, 4, new Float64Array(3));
  expect(sharp.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 12);
  expect(sharp[0]).toBeCloseTo(1 / (1 + Math.exp(-2) + Math.exp(-3)), 7);
  expect(flat[0]).toBeLessThan(sharp[0]);
  expect(caseTemperature({ temperature: 2, growth: 0.5 }, 9)).toBe(6);
});

test('leaders carry mid-ranks, also where a tie goes on behind the last; truths come wherever they stand', () => {
  const scores = Float32Array.of(5, 7, 5, 5, 1);
  const listed = rankedCandidates(scores, new Float64Array(5), { depth: 2, always: [4, 1] });
  expect(listed.map(({ place, rank }) => [place, rank])).toEqual([
    [1, 1],
    [0, 3],
    [4, 5],
  ]);
});

test('a diagnosis is found under its own id, else under the same name in another nomenclature', () => {
  const truth = trueCandidatesOf(toyKnowledge, toyCandidates);
  expect(truth(['OMIM:2'])).toEqual({ places: [1], mapped: false, unlisted: [] });
  expect(truth(['MIM:2', 'ORPHA:9'])).toEqual({ places: [1], mapped: false, unlisted: ['ORPHA:9'] });
  expect(truth(['Orphanet:9'])).toEqual({ places: [1], mapped: true, unlisted: [] });
  expect(truth(['OMIM:77'])).toEqual({ places: [], mapped: false, unlisted: ['OMIM:77'] });
  expect(truth([])).toEqual({ places: [], mapped: false, unlisted: [] });
});

const shares = annotatedShares(toyKnowledge, toyCandidates);

test('evidence: what speaks for a candidate, what against it, and what is missing', () => {
  const query = { observed: Int32Array.of(3), excluded: Int32Array.of() };
  const {
    for: speaks,
    against,
    missing,
  } = candidateEvidence(toyKnowledge.ontology, shares, { place: 0, query });
  expect(speaks.map(({ term, through, share }) => [term, through, share])).toEqual([[3, 3, 0.5]]);
  expect(against).toEqual([]);
  expect(missing.map(({ term }) => term)).toEqual([5]);
  const other = candidateEvidence(toyKnowledge.ontology, shares, {
    place: 1,
    query: { observed: Int32Array.of(6), excluded: Int32Array.of(4) },
  });
  expect(other.for).toEqual([]);
  expect(other.against.map(({ term }) => term)).toEqual([6, 4]);
});

test('the next question is the finding that tells the leaders apart, and never one that is answered', () => {
  const query = { observed: Int32Array.of(0), excluded: Int32Array.of() };
  const p = Float64Array.of(0.1, 0.5, 0.4);
  const [first, ...rest] = nextQuestions(toyKnowledge.ontology, shares, { query, p });
  expect([1, 4]).toContain(first?.term);
  expect(first?.gain).toBeGreaterThan(rest.at(-1)?.gain as number);
  const asked = nextQuestions(toyKnowledge.ontology, shares, {
    query: { observed: Int32Array.of(4), excluded: Int32Array.of(2) },
    p,
  });
  expect(asked.map(({ term }) => term)).toEqual([3]);
});

test('answers come from what was reported, upwards when present and downwards when absent', () => {
  const one = { observed: Int32Array.of(3), excluded: Int32Array.of(2), truth: 0, start: Int32Array.of(3) };
  const answer = (term: number) => answerOf(toyKnowledge.ontology, one, term);
  expect([1, 3, 4, 5].map(answer)).toEqual(['yes', 'yes', 'unanswered', 'no']);
});

test('patients update a profile as a beta distribution; a disease nobody described is what they show', () => {
  const patients = [Int32Array.of(3), Int32Array.of(5)];
  const updated = updatedShares(toyKnowledge.ontology, new Map([[3, 0.5]]), { patients, strength: 2 });
  expect(updated.get(3)).toBeCloseTo((2 * 0.5 + 1) / 4, 12);
  expect(updated.get(0)).toBeCloseTo(2 / 4, 12);
  expect(updatedShares(toyKnowledge.ontology, new Map(), { patients, strength: 2 }).get(5)).toBe(0.5);
});

test('a model adapted to shots ranks a new disease, and leaves the others as they were', () => {
  const model = describedModel(toyKnowledge, toyCandidates);
  const shots = [{ disease: 'OMIM:9', observed: Int32Array.of(4, 5) }];
  const adapted = adaptToShots(toyKnowledge.ontology, model, { shots });
  expect(adapted.candidates).toEqual([...toyCandidates, 'OMIM:9']);
  const scores = new Float32Array(4);
  phenotypeRanker(toyKnowledge.ontology, adapted).score({ observed: Int32Array.of(4, 5) }, scores);
  expect(scores.indexOf(Math.max(...scores))).toBe(3);
  const untouched = candidateShares(adapted.filled, 4);
  expect(shareAt(untouched, 0, 3)).toBe(0.5);
  expect(adaptToShots(toyKnowledge.ontology, model, { shots: [] })).toBe(model);
});

test('the described model is MICA-LR', () => {
  const [ours, baseline] = [new Float32Array(3), new Float32Array(3)];
  const query = { observed: Int32Array.of(3, 6) };
  phenotypeRanker(toyKnowledge.ontology, describedModel(toyKnowledge, toyCandidates)).score(query, ours);
  likelihoodRatioRanker(toyKnowledge, toyCandidates).score(query, baseline);
  expect(Array.from(ours)).toEqual(Array.from(baseline));
});

test('shots are spread over publications before a publication gives a second one', () => {
  const pool = [1, 2, 3, 4].map((at) => ({
    ...{ disease: 'OMIM:1', observed: Int32Array.of(at) },
    publication: at < 4 ? 'PMID:1' : 'PMID:2',
  }));
  const papers = (k: number) => spreadShots(pool, k, createRandom(2)).map(({ publication }) => publication);
  expect(new Set(papers(2)).size).toBe(2);
  expect([papers(3).length, papers(Number.POSITIVE_INFINITY).length]).toEqual([3, 4]);
  expect(spreadShots(pool, 2, createRandom(2))).toEqual(spreadShots(pool, 2, createRandom(2)));
});

test('calibration finds the temperature that scores were heated by, and a sure leader is sure', () => {
  const random = createRandom(4);
  const candidates = Array.from({ length: 20 }, (_, at) => `OMIM:${at}`);
  const heat = 3;
  const logits = Array.from({ length: 400 }, () => candidates.map(() => 2 * random.normal()));
  const ranker = {
    name: 'heated',
    candidates,
    score: ({ observed }: { observed: Int32Array }, into: Float32Array) =>
      into.set((logits[observed[0]] as number[]).map((value) => heat * value)),
  };
  const cases = logits.map((row, at) => {
    const p = candidateProbabilities(Float32Array.from(row), 1, new Float64Array(20));
    const drawn = random.uniform();
    const upTo = (at: number) => p.slice(0, at + 1).reduce((total, value) => total + value, 0);
    const truth = Math.max(
      0,
      candidates.findIndex((_, at) => upTo(at) > drawn),
    );
    return { observed: Int32Array.of(at), truth, publication: `PMID:${at}` };
  });
  const calibration = fitCalibration(ranker, cases);
  expect(calibration.temperature).toBe(heat);
  const p = calibratedProbabilities(
    Float32Array.from(logits[0] as number[], (value) => heat * value),
    { calibration, terms: 1 },
    new Float64Array(20),
  );
  expect(p.reduce((total, value) => total + value, 0)).toBeLessThanOrEqual(1 + 1e-9);
  expect(p.indexOf(Math.max(...p))).toBe(
    (logits[0] as number[]).indexOf(Math.max(...(logits[0] as number[]))),
  );
});
