import { expect, it } from 'vitest';
import { saidCohort } from './said-cohort.ts';

const said = (patientId: readonly string[], outcome: readonly number[]) =>
  saidCohort({
    cohort: { patientId, rows: patientId.length },
    sites: { development: [0, 1, 2], external: [3, 4] },
    outcome: Uint8Array.from(outcome),
    name: 'relapse',
  });

it('counts patients, not their rows', () => {
  expect(said(['a', 'a', 'b', 'c', 'c'], [1, 1, 0, 1, 0])).toBe(
    '3 patients with 5 samples, 2 with relapse; 2 to learn from, 1 kept for the external test',
  );
  expect(said(['a', 'b', 'c', 'd', 'e'], [1, 1, 0, 1, 0])).toBe(
    '5 patients, 3 with relapse; 3 to learn from, 2 kept for the external test',
  );
});
