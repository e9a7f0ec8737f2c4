import { auprcInterval } from '@raredx/metrics';
import { createRandom } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { validate } from '../validate.ts';

const plan = { seed: 1, bootstrap: 100, confidence: 0.95, thresholds: [], curveThresholds: [] };
const auprcOf = (rows: readonly HandRow[]) =>
  validate(predictionsTable(rows), plan).find(({ metric }) => metric === 'auprc') as EvidenceRow;

function cohort(events: number): HandRow[] {
  const random = createRandom('few events').fork(events);
  return Array.from({ length: 100 }, (_, i) => {
    const y = i < events ? 1 : 0;
    return { y, p: 0.1 + 0.3 * y + 0.5 * random.uniform(), patient: `p${i}` };
  });
}

describe('limits of average precision', () => {
  it('are those of the logit with 49 events, of the bootstrap with 50', () => {
    const few = cohort(49);
    const data = { y: Uint8Array.from(few, ({ y }) => y), p: Float64Array.from(few, ({ p }) => p) };
    const { lower, upper } = auprcInterval(data, 0.95) as { lower: number; upper: number };
    const row = auprcOf(few);
    expect(row.method).toBe('logit, fewer than 50 patients with an event');
    expect(row.lower).toBeCloseTo(lower, 14);
    expect(row.upper).toBeCloseTo(upper, 14);
    expect(auprcOf(cohort(50)).method).toMatch(/^patient bootstrap/);
  });

  it('count patients, not their samples', () => {
    const once = cohort(5);
    const twice = [0, 1].flatMap((k) => once.map((row) => ({ ...row, sample: `${row.patient} ${k}` })));
    expect(auprcOf(twice).lower).toBeCloseTo(auprcOf(once).lower as number, 12);
    const repeats = [0, 1].flatMap((repeat) => once.map((row) => ({ ...row, repeat })));
    expect(auprcOf(repeats).lower).toBeCloseTo(auprcOf(once).lower as number, 12);
  });

  it('of exactly 1 have none', () => {
    const perfect = cohort(5).map((row) => ({ ...row, p: row.y === 1 ? 0.9 : row.p / 2 }));
    expect(auprcOf(perfect)).toMatchObject({
      estimate: 1,
      lower: null,
      note: 'no interval: average precision is exactly 1: its logit is infinite',
    });
  });
});
