import { readFileSync } from 'node:fs';
import { handTill, oneVsRestAuroc, polytomousDiscrimination } from '@raredx/metrics';
import { createRandom, normalQuantile, shuffled } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { expectRelative } from '../../tests/relative.ts';
import { indexPredictions, validate } from '../index.ts';
import { classPopulationOf } from './class-population.ts';
import { classEstimates, classMetrics } from './class-replicates.ts';

interface Case {
  readonly rows: Readonly<Record<'patient' | 'sample', string[]>> &
    Readonly<Record<'rep' | 'y' | 'a' | 'b' | 'c', number[]>>;
  readonly coefficients: number[];
  readonly errors: number[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/multiclass.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Case & Record<string, number>> };

const labels = ['a', 'b', 'c'] as const;

function tableOf({ rows }: Case): HandRow[] {
  return rows.y.flatMap((own, i) =>
    labels.map(
      (label, c): HandRow => ({
        y: own === c + 1 ? 1 : 0,
        p: rows[label][i] as number,
        label,
        patient: rows.patient[i] as string,
        sample: rows.sample[i] as string,
        repeat: rows.rep[i] as number,
        partition: 'internal',
      }),
    ),
  );
}

const plan = { seed: 1, bootstrap: 200, confidence: 0.95, thresholds: [0.3], curveThresholds: [0.3] };
const own = new Set<string>(classMetrics);
const over = (rows: readonly EvidenceRow[]) =>
  rows.filter(({ metric }) => own.has(metric) || metric.startsWith('multinomial_'));
const judge = (rows: readonly HandRow[], bootstrap = 200) =>
  over(validate(predictionsTable(rows), { ...plan, bootstrap }));
const find = (rows: readonly EvidenceRow[], metric: string) =>
  rows.find((row) => row.metric === metric) as EvidenceRow;

describe.each(Object.entries(cases))('classes, %s', (name, reference) => {
  const evidence = judge(tableOf(reference));

  it('have the metrics of R', () => {
    for (const metric of classMetrics) {
      if (reference[metric] === undefined) continue;
      const row = find(evidence, metric);
      expectRelative(row.estimate as number, reference[metric], 1e-10, metric);
      expect(row.lower as number).toBeLessThan(row.estimate as number);
      expect(row.upper as number).toBeGreaterThan(row.estimate as number);
    }
  });

  it('are recalibrated as in R, coefficients and standard errors', () => {
    const names = ['b', 'c'].flatMap((own) => [
      `multinomial_intercept:${own}`,
      `multinomial_slope:${own}:b`,
      `multinomial_slope:${own}:c`,
    ]);
    names.forEach((metric, k) => {
      const { estimate, lower, upper } = find(evidence, metric);
      expectRelative(estimate as number, reference.coefficients[k] as number, 1e-6, metric);
      const error = ((upper as number) - (lower as number)) / (2 * normalQuantile(0.975));
      expectRelative(error, reference.errors[k] as number, 1e-6, `error of ${metric}`);
    });
    const test = find(evidence, 'multinomial_calibration_chi_square');
    expect(test.estimate === null).toBe(name !== 'simple');
  });
});

describe('classes', () => {
  const rows = tableOf(cases.simple as Case);

  it('agree with the metrics one by one, ties included', () => {
    const coarse = rows.map((row) => ({ ...row, p: row.label === 'c' ? 0.2 : row.p }));
    const rounded = coarse.map((row, i) => {
      const a = Math.round((coarse[i - (i % 3)] as HandRow).p * 8) / 10;
      return row.label === 'a' ? { ...row, p: a } : row.label === 'b' ? { ...row, p: 0.8 - a } : row;
    });
    const index = indexPredictions(predictionsTable(rounded));
    const population = classPopulationOf(index, { model: 'model', partition: 'internal' });
    if ('undefinedBecause' in population) throw new Error(population.undefinedBecause);
    const [data] = population.repeats;
    const [till, rest, pdi] = classEstimates(population);
    if (data === undefined) throw new Error('no repeat');
    expect({ value: till }).toEqual({
      value: expect.closeTo((handTill(data) as { value: number }).value, 12),
    });
    expect(rest).toBeCloseTo((oneVsRestAuroc(data) as { macro: number }).macro, 12);
    expect(pdi).toBeCloseTo((polytomousDiscrimination(data) as { index: number }).index, 12);
  });

  it('count patients and their rarest class', () => {
    const row = find(judge(rows, 0), 'accuracy');
    expect(row.patients).toBe(200);
    const counts = [1, 2, 3].map((own) => cases.simple?.rows.y.filter((y) => y === own).length as number);
    expect(row.events).toBe(Math.min(...counts));
    expect(row.note).toContain(`patients: a ${counts[0]}, b ${counts[1]}, c ${counts[2]}`);
  });

  it('say the same whatever the order of the table', () => {
    const order = shuffled(rows.length, createRandom('order'));
    const mixed = Array.from(order, (i) => rows[i] as HandRow);
    expect(JSON.stringify(judge(mixed))).toBe(JSON.stringify(judge(rows)));
  });

  it.each([
    [
      'risks that do not sum to 1',
      rows.map((row, i) => (i === 0 ? { ...row, p: 0.9 } : row)),
      'the risks of 1 of 200 samples do not sum to 1',
    ],
    [
      'separate outcomes',
      rows.map((row, i) => (i < 3 ? { ...row, y: 1 as const } : row)),
      '1 of 200 samples have no or several true classes: separate outcomes',
    ],
    ['a missing risk', rows.slice(1), 'not every sample has a risk of both a and b'],
  ])('have a reason: %s', (_, table, reason) => {
    const made = judge(table, 0);
    expect(made.map(({ metric }) => metric).sort()).toEqual([...classMetrics].sort());
    for (const row of made) expect(row.undefinedBecause).toBe(reason);
  });

  it('without a sample of one class are undefined but for those that need none', () => {
    const without = rows.filter((_, i) => cases.simple?.rows.y[Math.floor(i / 3)] !== 3);
    const made = judge(without);
    expect(find(made, 'auroc_hand_till').undefinedBecause).toBe('no sample of class c');
    expect(find(made, 'accuracy').estimate).not.toBeNull();
    expect(find(made, 'multinomial_intercept:b').undefinedBecause).not.toBeNull();
  });

  it('are not spoken of with two labels', () => {
    expect(judge(rows.filter(({ label }) => label !== 'c'))).toEqual([]);
  });
});
