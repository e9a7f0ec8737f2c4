import { createRandom } from '@raredx/stats';
import type { LeakCertificate } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { smallCohort, smallDeclaration } from '../tests/small-cohort.ts';
import {
  binaryOutcome,
  type Cohort,
  fitEncoder,
  foldRows,
  type LeakQuestion,
  leakCertificate,
  partitionBySite,
  splitByPatient,
  splitOf,
} from './index.ts';

/** 240 made-up patients at two sites; `marker` has many values, so that equal records do not happen by chance. */
async function madeUp(
  change: (cells: string[], row: number) => string[] = (cells) => cells,
): Promise<LeakQuestion> {
  const random = createRandom('leak');
  const rows = Array.from({ length: 240 }, (_, row) => {
    const event = random.uniform() < 0.3 ? 1 : 0;
    const marker = (random.normal() + event).toFixed(6);
    const cells = [
      `p${row}`,
      row < 160 ? 'A' : 'B',
      `${1 + random.integer(3)}`,
      `${random.integer(200)}`,
      marker,
      `${event}`,
    ];
    return change(cells, row).join(',');
  });
  const cohort = await smallCohort(smallDeclaration, `id,site,stage,age,marker,rel\n${rows.join('\n')}\n`);
  const partition = partitionBySite(cohort, { development: ['Ayr'], external: ['Bonn'] });
  const split = splitOfDevelopment(cohort, partition.development);
  const predictors = ['stage', 'age_years', 'marker'];
  const encoders = [0, 1, 2].map((fold) => ({
    model: 'logistic',
    repeat: 1,
    fold,
    fittedOn: fitEncoder(cohort, foldRows(split, cohort.patientId, { repeat: 1, fold }).train, predictors)
      .fittedOn,
  }));
  const final = {
    ...encoders[0],
    repeat: -1,
    fold: -1,
    fittedOn: fitEncoder(cohort, partition.development, predictors).fittedOn,
  };
  return { cohort, predictors, outcome: 'relapse', partition, split, encoders: [...encoders, final] };
}

function splitOfDevelopment(cohort: Cohort, development: Uint32Array) {
  const y = binaryOutcome(cohort, 'relapse');
  return splitByPatient({
    patientId: Array.from(development, (row) => cohort.patientId[row]),
    outcome: Array.from(development, (row) => y[row]),
    repeats: 2,
    folds: 3,
    random: createRandom(1),
  });
}

const check = (certificate: LeakCertificate, name: string) =>
  certificate.checks.find((done) => done.check === name);

describe('leakCertificate', () => {
  it('is clean for a clean design, and carries the fingerprint of the split', async () => {
    const question = await madeUp();
    const certificate = leakCertificate(question);
    expect(certificate.checks.filter((done) => done.verdict !== 'clean')).toEqual([]);
    expect(certificate.verdict).toBe('clean');
    expect(certificate.splitFingerprint).toBe(question.split?.fingerprint);
    expect(check(certificate, 'encoders_outside_fold')?.examined).toBe(4);
  });

  it('is incomplete where something could not be checked', async () => {
    const { cohort, predictors, outcome } = await madeUp();
    const certificate = leakCertificate({ cohort, predictors, outcome });
    expect(certificate.verdict).toBe('incomplete');
    expect(
      certificate.checks.filter((done) => done.verdict === 'not_checked').map((done) => done.check),
    ).toEqual([
      'patients_across_partitions',
      'sites_across_partitions',
      'patients_across_folds',
      'duplicate_rows',
      'encoders_outside_fold',
    ]);
  });

  it('sees patients and sites on both sides', async () => {
    const question = await madeUp();
    const partition = {
      development: question.partition?.development ?? new Uint32Array(),
      external: Uint32Array.from([...(question.partition?.external ?? []), 5, 6]),
    };
    const certificate = leakCertificate({ ...question, partition });
    expect(check(certificate, 'patients_across_partitions')).toMatchObject({ verdict: 'leak', offenders: 2 });
    expect(check(certificate, 'sites_across_partitions')).toMatchObject({ verdict: 'leak', offenders: 1 });
    expect(check(certificate, 'patients_across_folds')).toMatchObject({ verdict: 'leak', offenders: 2 });
    expect(certificate.verdict).toBe('leak');
  });

  it('sees a patient in two folds of a repeat, and one under two spellings', async () => {
    const question = await madeUp();
    const twice = splitOf(['a', 'a', 'b'], [Int32Array.of(0, 1, 0)], 2);
    expect(check(leakCertificate({ ...question, split: twice }), 'patients_across_folds')).toMatchObject({
      verdict: 'leak',
      offenders: 1,
    });
    const spelt = splitOf(['a', 'A ', 'b'], [Int32Array.of(0, 1, 0)], 2);
    expect(check(leakCertificate({ ...question, split: spelt }), 'patients_across_folds')?.verdict).toBe(
      'warning',
    );
  });

  it('sees one copied patient under a new identifier, and external rows copied from development', async () => {
    const copied: string[][] = [];
    const question = await madeUp((cells, row) => {
      copied.push(cells);
      return row >= 235 ? [cells[0], 'B', ...copied[row - 235].slice(2)] : cells;
    });
    const certificate = leakCertificate(question);
    expect(check(certificate, 'duplicate_records')).toMatchObject({ verdict: 'leak', offenders: 5 });
    expect(check(certificate, 'duplicate_records')?.message).toContain('rows 1, 2, 3, 4, 5, 236');
    expect(check(certificate, 'duplicate_rows')).toMatchObject({ verdict: 'warning', offenders: 5 });
  });

  it('needs one copy only where equal records do not happen by chance', async () => {
    const rows: string[][] = [];
    const question = await madeUp((cells, row) => {
      rows.push(cells);
      return row === 200 ? [cells[0], ...rows[3].slice(1)] : cells;
    });
    expect(check(leakCertificate(question), 'duplicate_records')).toMatchObject({
      verdict: 'leak',
      offenders: 1,
    });
  });

  it('only warns of copies that no partition and no fold can tear apart', async () => {
    const rows: string[][] = [];
    const question = await madeUp((cells, row) => {
      rows.push(cells);
      return row >= 238 ? [cells[0], ...rows[row - 60].slice(1)] : cells;
    });
    expect(check(leakCertificate(question), 'duplicate_records')).toMatchObject({
      verdict: 'warning',
      offenders: 2,
    });
  });

  it('takes equal rows of a coarse table for coincidence', async () => {
    const question = await madeUp((cells) => [
      ...cells.slice(0, 3),
      String(Number(cells[3]) % 4),
      '1',
      cells[5],
    ]);
    const certificate = leakCertificate({ ...question, predictors: ['stage', 'age_years'] });
    expect(check(certificate, 'duplicate_rows')).toMatchObject({ verdict: 'clean', offenders: 0 });
    expect(check(certificate, 'duplicate_rows')?.message).toMatch(/^80 of 80 external rows equal/);
    expect(check(certificate, 'duplicate_records')?.verdict).toBe('clean');
  });

  it('sees an encoder fitted on more than the training rows', async () => {
    const question = await madeUp();
    const everybody = fitEncoder(question.cohort, [...question.cohort.site.keys()], question.predictors);
    for (const place of [
      { repeat: 0, fold: 0 },
      { repeat: -1, fold: -1 },
    ]) {
      const encoders = [{ model: 'network', ...place, fittedOn: everybody.fittedOn }];
      const found = check(leakCertificate({ ...question, encoders }), 'encoders_outside_fold');
      expect(found).toMatchObject({ verdict: 'leak', offenders: 1 });
      expect(found?.message).toContain(
        place.repeat < 0 ? 'network in the final fit' : 'network in repeat 0, fold 0',
      );
    }
  });

  it.each([
    [['stage', 'relapse'], 'relapse is the outcome'],
    [['id'], 'id is an identifier'],
    [['tell'], 'tell separates events from non-events by itself'],
    [['shifted'], 'shifted separates events from non-events by itself'],
    [['days'], 'days is known only afterwards (declared followup)'],
    [['weeks'], 'weeks is known only afterwards (declared followup)'],
  ])('sees the outcome among %j', async (predictors, message) => {
    const question = await madeUp();
    const { columns, rows } = question.cohort;
    const { marker, relapse, age } = columns;
    if (marker?.kind !== 'number' || relapse?.kind !== 'category' || age?.kind !== 'number')
      throw new Error('columns');
    const tell = { ...relapse, name: 'tell', role: null, codes: relapse.codes.map((code) => 1 - code) };
    const shifted = Float64Array.from(
      { length: rows },
      (_, row) => 3 * relapse.codes[row] + Math.tanh(marker.values[row]),
    );
    const cohort = {
      ...question.cohort,
      columns: {
        ...columns,
        tell,
        shifted: { ...marker, name: 'shifted', values: shifted },
        days: { ...age, name: 'days', role: 'followup' as const },
        weeks: { ...age, name: 'weeks', from: 'days' },
      },
    };
    const found = check(leakCertificate({ ...question, cohort, predictors }), 'outcome_among_predictors');
    expect(found).toMatchObject({ verdict: 'leak', offenders: 1, message });
  });
});
