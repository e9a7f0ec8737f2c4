import { expit, logit, metaAnalysis, normalQuantile } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { validate } from '../src/index.ts';
import { simulated } from './cohort.ts';
import { predictionsTable } from './predictions-table.ts';

const plan = { seed: 3, bootstrap: 50, confidence: 0.95, thresholds: [0.3] };
const find = (rows: readonly EvidenceRow[], id: string) => rows.find((row) => row.id === id) as EvidenceRow;
const names = ['east', 'north', 'south', 'west'];
const rows = simulated('four sites', 240).map((row, i) => ({ ...row, site: names[i % 4] as string }));

describe('sites', () => {
  const evidence = validate(predictionsTable(rows), plan);

  it('are judged each and together', () => {
    expect(find(evidence, 'external:model:site=north:auroc').patients).toBe(60);
    expect(find(evidence, 'external:model:auroc').patients).toBe(240);
  });

  it('are pooled on the logit scale from the rows of each', () => {
    const z = normalQuantile(0.975);
    const studies = names.map((name) => {
      const { estimate, lower, upper } = find(evidence, `external:model:site=${name}:auroc`);
      const error = (logit(upper as number) - logit(lower as number)) / (2 * z);
      return { effect: logit(estimate as number), variance: error ** 2 };
    });
    const reference = metaAnalysis(studies, { confidence: 0.95 });
    if (!('estimate' in reference) || !('lower' in reference.prediction)) throw new Error('undefined');
    const pooled = find(evidence, 'external:model:pooled:auroc');
    expect(pooled.estimate).toBeCloseTo(expit(reference.estimate), 10);
    expect(pooled.lower).toBeCloseTo(expit(reference.interval.lower), 10);
    const next = find(evidence, 'external:model:next_site:auroc');
    expect(next.upper).toBeCloseTo(expit(reference.prediction.upper), 10);
    expect(find(evidence, 'external:model:tau_squared:auroc').estimate).toBeCloseTo(reference.tauSquared, 10);
  });

  it('say how many could not be pooled', () => {
    const one = rows.map((row) => (row.site === 'west' ? { ...row, y: 0 as const } : row));
    const row = find(validate(predictionsTable(one), plan), 'external:model:pooled:auroc');
    expect(row.note).toMatch(/^3 of 4 sites; 1 without an estimate and an interval are left out/);
  });

  it('are not pooled where only one can be estimated', () => {
    const one = rows.map((row) => (row.site === 'north' ? row : { ...row, y: 0 as const }));
    const row = find(validate(predictionsTable(one), plan), 'external:model:pooled:auroc');
    expect(row.undefinedBecause).toBe('1 study with an estimate and an interval');
  });
});
