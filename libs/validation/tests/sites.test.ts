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

describe('few sites', () => {
  const one = validate(predictionsTable(simulated('one site', 200)), plan);

  it('of one external study say where the next hospital is expected, from the prior alone', () => {
    const auroc = find(one, 'external:model:auroc');
    const next = find(one, 'external:model:next_site_with_prior:auroc');
    expect(next.estimate).toBeCloseTo(auroc.estimate as number, 12);
    expect(next.lower as number).toBeLessThan((auroc.lower as number) - 0.03);
    expect(next.upper as number).toBeGreaterThan(auroc.upper as number);
    expect(next.note).toBe('1 of 1 sites; prior mean of tau 0.055');
    expect(next.method).toContain('van Leeuwen 2025');
    expect(one.some((row) => row.metric.startsWith('pooled:'))).toBe(false);
  });

  it('are pooled with the prior beside the usual way, and from five on without it', () => {
    const of = (count: number) =>
      validate(
        predictionsTable(simulated('some sites', 400).map((row, i) => ({ ...row, site: `s${i % count}` }))),
        plan,
      )
        .filter((row) => row.site === null)
        .map((row) => row.metric);
    expect(of(4)).toContain('next_site_with_prior:auroc');
    expect(of(4)).toContain('next_site:auroc');
    expect(of(5)).not.toContain('next_site_with_prior:auroc');
  });

  it('without events have a reason', () => {
    const none = simulated('one site', 30).map((row) => ({ ...row, y: 0 as const }));
    const row = find(validate(predictionsTable(none), plan), 'external:model:next_site_with_prior:auroc');
    expect(row.undefinedBecause).toBe('no site has an AUROC with an interval');
  });

  it('of development alone say nothing of the next hospital', () => {
    const internal = simulated('one site', 60).map((row) => ({ ...row, partition: 'internal' }));
    const evidence = validate(predictionsTable(internal), plan);
    expect(evidence.some((row) => row.metric.includes('with_prior'))).toBe(false);
  });
});

describe('folds that are sites', () => {
  const internal = rows.map((row, i) => ({ ...row, partition: 'internal', repeat: 0, fold: i % 4 }));
  const method = (table: typeof internal) =>
    find(validate(predictionsTable(table), plan), 'internal:model:pooled:auroc').method;

  it('make an internal–external cross-validation', () => {
    expect(method(internal)).toMatch(/^internal–external cross-validation; random effects/);
  });

  it('must hold one site each, and all of it', () => {
    expect(method(internal.map((row, i) => (i === 0 ? { ...row, fold: 1 } : row)))).toMatch(
      /^random effects/,
    );
    expect(method(internal.map((row) => ({ ...row, fold: row.fold % 2 })))).toMatch(/^random effects/);
    expect(method(internal.map((row) => ({ ...row, fold: -1 })))).toMatch(/^random effects/);
  });
});
