import { createRandom } from '@raredx/stats';
import { expect, test } from 'vitest';
import { buildOntology } from '../graph/build-ontology.ts';
import { parseObo } from '../graph/parse-obo.ts';
import { noiseTermOf } from './noise-term.ts';
import { simulatePatient } from './simulate-patient.ts';

const terms = Array.from(
  { length: 60 },
  (_, at) => `[Term]\nid: HP:${1000 + at}\nname: t${at}\n${at ? `is_a: HP:${1000 + (at >> 1)}\n` : ''}`,
);
const ontology = buildOntology(parseObo(`data-version: 1\n\n${terms.join('\n')}`));
const profile = {
  terms: Int32Array.from({ length: 30 }, (_, at) => at + 20),
  frequency: new Float32Array(30).fill(0.5),
};
const noiseTerm = noiseTermOf([{ terms: Int32Array.of(3, 4), frequency: Float32Array.of(0.75, 0.25) }]);
const patients = (count: number, options: object) =>
  Array.from({ length: count }, (_, at) =>
    simulatePatient(ontology, profile, { noiseTerm, random: createRandom(1).fork(at), ...options }),
  );

test('without noise and imprecision a patient has terms of the profile only, ascending, about as many as asked', () => {
  const all = patients(400, { noise: 0, imprecision: 0, meanTerms: 6 });
  expect(all.every((one) => one.every((term) => term >= 20))).toBe(true);
  expect(all.every((one) => [...one].every((term, at) => at === 0 || term > (one[at - 1] as number)))).toBe(
    true,
  );
  const mean = all.reduce((total, one) => total + one.length, 0) / all.length;
  expect(mean).toBeGreaterThan(5);
  expect(mean).toBeLessThan(7);
});

test('noise adds other terms in proportion to their frequency, imprecision moves to relatives', () => {
  const noisy = patients(600, { noise: 0.5, imprecision: 0 }).flatMap((one) =>
    [...one].filter((term) => term < 20),
  );
  const common = noisy.filter((term) => term === 3).length / noisy.length;
  expect(common).toBeGreaterThan(0.5);
  const blurred = patients(100, { noise: 0, imprecision: 1 }).flatMap((one) => [...one]);
  expect(blurred.some((term) => term < 20)).toBe(true);
});

test('the same stream gives the same patient; a profile without terms gives none', () => {
  expect(patients(5, {})).toEqual(patients(5, {}));
  const empty = { terms: new Int32Array(0), frequency: new Float32Array(0) };
  expect(simulatePatient(ontology, empty, { noiseTerm, random: createRandom(1) })).toEqual(new Int32Array(0));
});
