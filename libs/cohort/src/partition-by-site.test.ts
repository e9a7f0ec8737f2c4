import { describe, expect, it } from 'vitest';
import { smallCohort } from '../tests/small-cohort.ts';
import { partitionBySite, takeRows } from './index.ts';

describe('partitionBySite', () => {
  it('keeps sites apart and says which are unused', async () => {
    const cohort = await smallCohort();
    const both = partitionBySite(cohort, { development: ['Ayr'], external: ['Bonn'] });
    expect([...both.development]).toEqual([0, 1, 2]);
    expect([...both.external]).toEqual([3, 4, 5]);
    expect(both.unused).toEqual([]);
    expect(partitionBySite(cohort, { development: ['Bonn'], external: [] }).unused).toEqual(['Ayr']);
  });

  it('has a fingerprint that follows the rows, not their order', async () => {
    const cohort = await smallCohort();
    const asked = { development: ['Ayr'], external: ['Bonn'] };
    const { fingerprint } = partitionBySite(cohort, asked);
    expect(partitionBySite(takeRows(cohort, [5, 4, 3, 2, 1, 0]), asked).fingerprint).toBe(fingerprint);
    expect(partitionBySite(takeRows(cohort, [0, 1, 3, 4, 5]), asked).fingerprint).not.toBe(fingerprint);
  });

  it.each([
    [{ development: ['Ayr'], external: ['Bon'] }, 'cohorts: no rows from site Bon'],
    [{ development: ['Ayr'], external: ['Ayr'] }, 'cohorts: sites on both sides (Ayr)'],
    [{ development: [], external: ['Ayr'] }, 'cohorts: no development site'],
  ])('refuses %j', async (asked, message) => {
    const cohort = await smallCohort();
    expect(() => partitionBySite(cohort, asked)).toThrow(message);
  });

  it('a patient in two partitions is a broken contract', async () => {
    const cohort = await smallCohort();
    const moved = { ...cohort, patientId: ['00012', '00013', '00014', '00013', '00016', '00017'] };
    const attempt = () => partitionBySite(moved, { development: ['Ayr'], external: ['Bonn'] });
    expect(attempt).toThrow('1 patients are in two partitions (first: rows 4)');
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 3 }));
  });
});
