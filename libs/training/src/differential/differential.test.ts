import { expect, test } from 'vitest';
import { toyCandidates, toyKnowledge } from '../../tests/toy-knowledge.ts';
import { candidateProbabilities } from './candidate-probabilities.ts';
import { caseTemperature } from './differential-calibration.ts';
import { rankedCandidates } from './ranked-case.ts';
import { trueCandidatesOf } from './true-candidates.ts';

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
