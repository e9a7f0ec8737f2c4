import { describe, expect, it } from 'vitest';
import { smallCohort } from '../tests/small-cohort.ts';
import { encoderOf, fitEncoder, rowsFingerprint, takeRows } from './index.ts';

describe('fitEncoder', () => {
  it('standardises numbers by the rows fitted on, with the median and an indicator for missing', async () => {
    const cohort = await smallCohort();
    // marker of rows 0–3: 1.5, −2, missing, 0.25 → median 0.25
    const encoder = fitEncoder(cohort, [0, 1, 2, 3], ['marker']);
    expect(encoder.columns).toEqual(['marker', 'marker missing']);
    const mean = (1.5 - 2 + 0.25 + 0.25) / 4;
    const sd = Math.sqrt(((1.5 - mean) ** 2 + (-2 - mean) ** 2 + 2 * (0.25 - mean) ** 2) / 3);
    expect(encoder.terms[0]).toEqual({ kind: 'standardised', column: 'marker', mean, sd, fill: 0.25 });
    const [values, missing] = encoder.transform([5, 4]);
    expect([...values]).toEqual([(1000 - mean) / sd, (0.25 - mean) / sd]);
    expect([...missing]).toEqual([0, 1]);
  });

  it('gives every level but the first declared a column; missing counts as the commonest', async () => {
    const cohort = await smallCohort();
    const encoder = fitEncoder(cohort, [0, 1, 3, 5], ['stage']); // I, II, III, II
    expect(encoder.columns).toEqual(['stage=II', 'stage=III']);
    const [second, third] = encoder.transform([0, 1, 2, 3]); // I, II, missing, III
    expect([[...second], [...third]]).toEqual([
      [0, 1, 1, 0],
      [0, 0, 0, 1],
    ]);
    expect(fitEncoder(cohort, [0, 1, 2, 3], ['stage']).columns).toContain('stage missing');
  });

  it('leaves out what the rows fitted on do not show, and says so', async () => {
    const cohort = await smallCohort();
    const encoder = fitEncoder(cohort, [1, 3, 5], ['stage', 'relapse']); // II, III, II: no I
    expect(encoder.columns).toEqual(['stage=III', 'relapse=yes']);
    expect(encoder.notes).toEqual(['stage: no row fitted on has I, read as II']);
    expect(fitEncoder(cohort, [0], ['age']).columns).toEqual([]);
    expect(fitEncoder(cohort, [2, 4], ['marker'])).toMatchObject({
      columns: ['marker missing'],
      notes: ['marker: missing in every row fitted on, left out'],
    });
  });

  it('remembers which rows it was fitted on, in whatever order', async () => {
    const cohort = await smallCohort();
    const { fittedOn } = fitEncoder(cohort, [3, 0, 1], ['age']);
    expect(fittedOn).toBe(rowsFingerprint(cohort, Uint32Array.of(0, 1, 3)));
    expect(fittedOn).not.toBe(rowsFingerprint(cohort, [0, 1]));
  });

  it('takes no number from a row that it was not fitted on', async () => {
    const cohort = await smallCohort();
    const rows = [0, 1, 3];
    const predictors = ['age', 'marker', 'stage'];
    const { terms, fittedOn } = fitEncoder(cohort, rows, predictors);
    expect(fitEncoder(takeRows(cohort, rows), [0, 1, 2], predictors)).toMatchObject({ terms, fittedOn });
  });

  it('lives on as plain data and encodes another cohort', async () => {
    const cohort = await smallCohort();
    const fitted = fitEncoder(cohort, [0, 1, 2, 3], ['age_years', 'stage']);
    const stored = encoderOf(cohort, JSON.parse(JSON.stringify(fitted.terms)), fitted);
    const other = takeRows(cohort, [5, 4]);
    expect(stored.transform([0, 1], other)).toEqual(fitted.transform([5, 4]));
  });

  it('refuses unknown columns, text and nothing to fit on', async () => {
    const cohort = await smallCohort();
    expect(() => fitEncoder(cohort, [0], ['stagee'])).toThrow('dataset small: no column stagee');
    expect(() => fitEncoder(cohort, [0], ['id'])).toThrow('encoder: id is text and cannot be a predictor');
    expect(() => fitEncoder(cohort, [], ['age'])).toThrow('no rows to fit on');
  });
});
