import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../run/workspace-files.mjs';
import { type Certificate, certificateText, units } from './certificate.ts';
import { closedForms } from './closed-forms.ts';
import { defaults } from './defaults.ts';
import { pages } from './pages.ts';
import { simulateCell, type Unit } from './simulate-cell.ts';
import { truths } from './truth.ts';
import { ownBootstraps, validatedMetrics } from './validated.ts';

const folder = join(root, 'docs/interval-coverage');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const certificate: Certificate = JSON.parse(read('coverage.json'));

const byProcedure = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('the certificate', () => {
  it.each<Unit>([
    { kind: 'closed form', n: 20, prevalence: 0.2 },
    { kind: 'as validated', n: 20, prevalence: 0.02 },
  ])(
    '$kind, n = $n, prevalence $prevalence: the same numbers again',
    (unit) => {
      const made = simulateCell(unit);
      const known = new Set(made.map(({ metric, procedure }) => `${metric}: ${procedure}`));
      const committed = certificate.cells.filter(
        ({ metric, procedure, n, prevalence }) =>
          n === unit.n && prevalence === unit.prevalence && known.has(`${metric}: ${procedure}`),
      );
      expect([...made].sort(byProcedure)).toEqual([...committed].sort(byProcedure));
    },
    300_000,
  );

  it('has every procedure in every population', () => {
    const procedures = closedForms.length + validatedMetrics.length + ownBootstraps.length;
    expect(certificate.cells.length).toBe((procedures * units.length) / 2);
    for (const { defined, covered, above, below } of certificate.cells)
      expect(covered + above + below).toBe(defined);
  });

  it('is written a line a cell', () => expect(certificateText(certificate)).toBe(read('coverage.json')));

  it.each(Object.entries(pages(certificate)))('%s is current', (file, text) => {
    expect(read(file), 'run: node tools/interval-coverage/main.mjs --pages').toBe(text);
  });

  it('names a default for every metric it has', () => {
    const metrics = new Set(certificate.cells.map(({ metric }) => metric));
    expect(new Set(defaults.flatMap(({ metric }) => metric.split(', ')))).toEqual(metrics);
  });
});

describe('truths', () => {
  it('come to what is known of them', () => {
    const at = truths(0.2);
    const known = { oe_ratio: 1, sensitivity: 0.7733726, specificity: 0.7733726, lr_positive: 3.4125 };
    for (const [metric, value] of Object.entries(known)) expect(at[metric], metric).toBeCloseTo(value, 3);
    // Of a calibrated model the Brier score is the mean of p (1 − p), below that of the prevalence.
    expect(at.brier).toBeLessThan(0.16);
    expect(at.brier_scaled).toBeCloseTo(1 - at.brier! / 0.16, 12);
    expect(at.auprc).toBeGreaterThan(at['difference:auprc']!);
  });
});
