import { screeningYield, wilson } from '@raredx/metrics';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { validate } from '../index.ts';

const plan = {
  seed: 1,
  bootstrap: 0,
  confidence: 0.95,
  thresholds: [0.5],
  curveThresholds: [0.5],
  targetPrevalence: 0.001,
};
const counts = { truePositive: 80, falseNegative: 20, falsePositive: 50, trueNegative: 950 };
const cells = [
  { size: 80, y: 1, p: 0.9 },
  { size: 20, y: 1, p: 0.1 },
  { size: 50, y: 0, p: 0.9 },
  { size: 950, y: 0, p: 0.1 },
] as const;
const rows = cells.flatMap(({ size, y, p }) => Array.from({ length: size }, (): HandRow => ({ y, p })));
const judge = (table: readonly HandRow[]) => {
  const evidence = validate(predictionsTable(table), plan);
  return (metric: string) => evidence.find((row) => row.metric === metric) as EvidenceRow;
};

describe('screening at one in a thousand', () => {
  const at = judge(rows);

  it('has the predictive values of that prevalence, and how many alerts find one patient', () => {
    const ppv = (0.001 * 0.8) / (0.001 * 0.8 + 0.999 * 0.05);
    const reference = screeningYield(counts, { prevalence: 0.001, confidence: 0.95 });
    if ('undefinedBecause' in reference) throw new Error(reference.undefinedBecause);
    expect(at('ppv_at_prevalence').estimate).toBeCloseTo(ppv, 14);
    expect(at('alerts_per_true_positive')).toMatchObject({
      estimate: expect.closeTo(1 / ppv, 10),
      lower: expect.closeTo(reference.alertsPerTruePositive.lower, 10),
      upper: expect.closeTo(reference.alertsPerTruePositive.upper, 10),
      note: 'at a prevalence of 0.001',
    });
    expect(at('npv_at_prevalence').estimate).toBeCloseTo((0.999 * 0.95) / (0.999 * 0.95 + 0.001 * 0.2), 12);
  });

  it('counts alerts and missed patients in a thousand, with both shares in the interval', () => {
    const [sensitivity, leak] = [wilson(80, 100, 0.95), wilson(50, 1000, 0.95)];
    if ('undefinedBecause' in sensitivity || 'undefinedBecause' in leak) throw new Error('undefined');
    const alerts = 0.8 + 999 * 0.05;
    expect(at('alerts_per_thousand').estimate).toBeCloseTo(alerts, 10);
    const down = Math.hypot(0.8 - sensitivity.lower, 999 * (0.05 - leak.lower));
    expect(at('alerts_per_thousand').lower).toBeCloseTo(alerts - down, 8);
    expect(at('missed_per_thousand').estimate).toBeCloseTo(0.2, 12);
    expect(at('missed_per_thousand').upper).toBeCloseTo(1 - sensitivity.lower, 10);
  });

  it('has intervals where patients have several samples, wider than if samples were patients', () => {
    const several = judge(
      rows.flatMap((row, i) => [0, 1, 2].map((k) => ({ ...row, patient: `p${i}`, sample: `p${i}-${k}` }))),
    );
    const single = judge(rows.flatMap((row) => [row, row, row]));
    for (const metric of [
      'ppv_at_prevalence',
      'npv_at_prevalence',
      'alerts_per_true_positive',
      'alerts_per_thousand',
    ]) {
      const width = (of: typeof several) => (of(metric).upper as number) - (of(metric).lower as number);
      expect(several(metric).estimate).toBeCloseTo(at(metric).estimate as number, 10);
      expect(width(several), metric).toBeGreaterThan(1.5 * width(single));
      expect(width(several) / width(at), metric).toBeGreaterThan(0.9);
      expect(width(several) / width(at), metric).toBeLessThan(1.1);
    }
  });

  it('has reasons where nobody is found or nobody is without', () => {
    const none = judge(rows.map((row) => ({ ...row, p: row.y === 1 ? 0.1 : row.p })));
    expect(none('alerts_per_true_positive').undefinedBecause).toMatch('no true positive');
    const onlyEvents = judge(rows.slice(0, 100));
    expect(onlyEvents('alerts_per_thousand').undefinedBecause).toBe('no non-events');
    expect(onlyEvents('ppv_at_prevalence').undefinedBecause).toBe('no non-events');
  });
});
