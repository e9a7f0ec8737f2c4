import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';
import { predictionsTable } from './predictions-table.ts';

const golden = fileURLToPath(new URL('../../../../shared/data/golden/', import.meta.url));
const present = existsSync(golden);

function table(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(golden + file, 'utf8')
    .trim()
    .split('\n');
  const names = (head as string).replaceAll('"', '').split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

const find = (rows: readonly EvidenceRow[], metric: string, threshold: number | null = null) =>
  rows.find((row) => row.metric === metric && row.threshold === threshold) as EvidenceRow;

describe.skipIf(!present)('the external Wilms cohort, against R (pROC 1.18.0, rms 6.5.0)', () => {
  const rows = present
    ? validate(
        predictionsTable(
          table('nwtco_study4_pred.csv').map((row) => ({
            y: row.y === '1' ? 1 : 0,
            p: Number(row.p),
            patient: row.id as string,
          })),
        ),
        { seed: 1, bootstrap: 50, confidence: 0.95, thresholds: [0.1, 0.2] },
      )
    : [];

  it.each([
    ['auroc', 0.702196919275],
    ['calibration_slope', 0.830819728972],
    ['calibration_intercept', -0.422025313196],
    ['calibration_in_the_large', -0.1675646807],
    ['brier', 0.10567431371965358],
    ['log_loss', 0.3589510909335464],
    ['auprc', 0.31118926637230926],
    ['ece', 0.02662546738543464],
    ['spiegelhalter_z', -1.004888296501],
  ])('%s = %d', (metric, value) => {
    expect(Math.abs((find(rows, metric).estimate as number) - value)).toBeLessThan(1e-8);
  });

  it('gives ECE no interval, and says why', () => {
    const row = find(rows, 'ece');
    expect([row.lower, row.upper, row.confidence]).toEqual([null, null, null]);
    expect(row.note).toBe(
      'no interval: limits of a distance lie too high; read the debiased value or the ICI',
    );
  });

  it('has the plain DeLong limits of pROC', () => {
    const row = find(rows, 'auroc_plain');
    expect(row.lower).toBeCloseTo(0.6689832626, 8);
    expect(row.upper).toBeCloseTo(0.7354105759, 8);
  });

  // glm stops at a relative deviance change of 1e-8, so its standard error is that of the step before the maximum.
  it('has the Wald limits of confint.default', () => {
    const row = find(rows, 'calibration_slope');
    expect(row.lower).toBeCloseTo(0.700616919, 7);
    expect(row.upper).toBeCloseTo(0.9610225389, 7);
  });
});

describe.skipIf(!present)('decision curve, against dcurves 1.1.7', () => {
  const thresholds = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
  const rows = present
    ? validate(
        predictionsTable(
          table('dcurves_df_binary.csv').map((row) => ({
            y: row.cancer === 'True' ? 1 : 0,
            p: Number(row.cancerpredmarker),
            patient: row.patientid as string,
          })),
        ),
        { seed: 1, bootstrap: 50, confidence: 0.95, thresholds },
      )
    : [];

  it.each([
    ['net_benefit', [0.105544, 0.087407, 0.079216, 0.067333, 0.064, 0.054667]],
    ['net_benefit_treat_all', [0.094737, 0.044444, -0.011765, -0.075, -0.146667, -0.228571]],
  ])('%s', (metric, values) => {
    thresholds.forEach((t, k) => {
      expect(find(rows, metric, t).estimate).toBeCloseTo(values[k] as number, 6);
    });
  });
});

describe.skipIf(!present)('equalised odds of the sexes, against fairlearn', () => {
  it('is the larger of both differences', () => {
    const rows = validate(
      predictionsTable(
        table('heart_hungarian_fairness.csv').map((row, i) => ({
          y: row.y === '1' ? 1 : 0,
          p: Number(row.p),
          patient: `p${i}`,
          attributes: { sex: row.sex as string },
        })),
      ),
      { seed: 1, bootstrap: 100, confidence: 0.95, thresholds: [0.5] },
    );
    expect(find(rows, 'equalised_odds_difference', 0.5).estimate).toBeCloseTo(0.37056737588652483, 14);
  });
});
