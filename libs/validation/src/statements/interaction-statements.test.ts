import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { expectRelative } from '../../tests/relative.ts';
import { validate } from '../index.ts';

interface Case {
  readonly rows: Readonly<Record<'patient' | 'sample' | 'g', string[]>> &
    Readonly<Record<'rep' | 'y' | 'p', number[]>>;
  readonly df: number;
  readonly chi_square: [number, number];
  readonly p: [number, number];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/interactions.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Case> };

const tableOf = ({ rows }: Case): HandRow[] =>
  rows.y.map((y, i) => ({
    y: y as 0 | 1,
    p: rows.p[i] as number,
    patient: rows.patient[i] as string,
    sample: rows.sample[i] as string,
    repeat: rows.rep[i] as number,
    partition: 'internal',
    attributes: { group: rows.g[i] as string },
  }));

const plan = { seed: 1, bootstrap: 0, confidence: 0.95, thresholds: [0.3], curveThresholds: [0.3] };
const names = ['interaction:calibration_intercept', 'interaction:calibration_slope'];

describe('interaction of group and linear predictor', () => {
  it.each(Object.entries(cases))('agrees with R: %s', (_, reference) => {
    const evidence = validate(predictionsTable(tableOf(reference)), plan);
    names.forEach((name, k) => {
      const row = evidence.find(({ metric }) => metric === name);
      expect(row?.level).toBe('all levels');
      expectRelative(row?.estimate as number, reference.chi_square[k] as number, 1e-7, name);
      expect(row?.note).toContain(`on ${reference.df} degrees of freedom`);
      const p = Number(/p = ([\d.e-]+)/.exec(row?.note ?? '')?.[1]);
      expectRelative(p, reference.p[k] as number, 5e-3, `p of ${name}`);
    });
  });

  it('leaves out a level without a line of its own, and says so', () => {
    const rows = tableOf(cases.simple as Case).map((row) =>
      row.attributes?.group === 'c' ? { ...row, y: 0 as const } : row,
    );
    const made = validate(predictionsTable(rows), plan).find(({ metric }) => metric === names[1]);
    expect(made?.note).toMatch(/on 1 degree of freedom.*; without c \(no events\)/);
  });

  it('needs two levels', () => {
    const rows = tableOf(cases.simple as Case).map((row) => ({ ...row, attributes: { group: 'one' } }));
    const made = validate(predictionsTable(rows), plan).find(({ metric }) => metric === names[0]);
    expect(made?.undefinedBecause).toBe('fewer than two levels with a calibration line');
  });
});
