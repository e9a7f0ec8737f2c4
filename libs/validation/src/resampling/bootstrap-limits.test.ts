import { readFileSync } from 'node:fs';
import type { EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { simulated } from '../../tests/cohort.ts';
import { type HandRow, predictionsTable } from '../../tests/predictions-table.ts';
import { resolvePlan, validate } from '../index.ts';
import { bootstrapLimits, type ResamplePart } from './bootstrap-limits.ts';
import { type IntervalKind, intervalKinds } from './resamples.ts';

type Limits = Readonly<Record<IntervalKind, [number, number] | Record<string, never>>>;
interface Case {
  readonly rows: { readonly patient: string[]; readonly y: number[]; readonly p: number[] };
  readonly brier: Limits;
  readonly net_benefit: Limits;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/bootstrap-intervals.json', import.meta.url), 'utf8'),
) as { cases: Record<string, Case> };

const tableOf = ({ rows }: Case): HandRow[] =>
  rows.y.map((y, i) => ({
    y: y as 0 | 1,
    p: rows.p[i] as number,
    patient: rows.patient[i] as string,
    sample: `s${i}`,
  }));

const plan = { seed: 5, confidence: 0.95, thresholds: [0.3], curveThresholds: [0.3] };
const find = (rows: readonly EvidenceRow[], metric: string) =>
  rows.find((row) => row.metric === metric && row.site === null) as EvidenceRow;

const compared = Object.entries(cases).flatMap(([name, reference]) =>
  intervalKinds.flatMap((interval) =>
    (['brier', 'net_benefit'] as const)
      .filter((metric) => Array.isArray(reference[metric][interval]))
      // A resample whose every patient counts alike has no standard error of its net benefit: R divides by 0 there.
      .filter((metric) => interval !== 'studentised' || metric === 'brier')
      .map((metric) => ({ name, interval, metric, limits: reference[metric][interval] as [number, number] })),
  ),
);

const memory = new Map<string, readonly EvidenceRow[]>();

function judged(name: string, interval: IntervalKind): readonly EvidenceRow[] {
  const key = `${name} ${interval}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const table = predictionsTable(tableOf(cases[name] as Case));
  const made = validate(table, { ...plan, bootstrap: 5000, interval });
  memory.set(key, made);
  return made;
}

describe('limits from resampled patients', () => {
  it.each(compared)('agree with boot: $name, $interval of $metric', ({ name, interval, metric, limits }) => {
    const evidence = judged(name, interval);
    const row = find(evidence, metric);
    // Monte Carlo error of a limit from 5,000 resamples, more of a ratio's tail; net benefit moves in steps, whose ties boot counts whole.
    const step = metric === 'net_benefit' ? 1 / (0.7 * row.samples) : 0;
    const tolerance = (interval === 'studentised' ? 0.08 : 0.05) * (limits[1] - limits[0]) + step;
    expect(Math.abs((row.lower as number) - limits[0]), `${row.lower} for ${limits[0]}`).toBeLessThan(
      tolerance,
    );
    expect(Math.abs((row.upper as number) - limits[1]), `${row.upper} for ${limits[1]}`).toBeLessThan(
      tolerance,
    );
    const said = { percentile: ', percentile,', bca: ', BCa,', studentised: ', studentised,' }[interval];
    expect(row.method).toContain(said);
  });

  it.each(['bca', 'studentised'] as const)('are never NaN, and undefined with a reason: %s', (interval) => {
    const table = [...simulated('few', 30), { y: 1 as const, p: 0, patient: 'zero' }];
    for (const row of validate(predictionsTable(table), { ...plan, bootstrap: 60, interval })) {
      for (const value of [row.estimate, row.lower, row.upper]) {
        expect(value === null || Number.isFinite(value), `${row.id}: ${value}`).toBe(true);
      }
    }
  });

  it('pair the model with the baseline', () => {
    const table = [
      ...simulated('two', 80),
      ...simulated('two', 80, { noise: 2 }).map((row) => ({ ...row, model: 'other' })),
    ];
    const made = validate(predictionsTable(table), {
      ...plan,
      bootstrap: 400,
      interval: 'bca',
      baseline: 'other',
    });
    const row = find(made, 'difference:brier');
    expect(row.method).toMatch(/^paired patient bootstrap, BCa/);
    expect(row.upper as number).toBeLessThan(0);
  });

  it('say why BCa has none', () => {
    const values: Record<ResamplePart, Float64Array> = {
      replicates: Float64Array.of(1, 2, 3),
      leaveOut: Float64Array.of(1, Number.NaN, 2),
      nested: new Float64Array(0),
    };
    const limits = bootstrapLimits((part) => values[part], 2, { interval: 'bca', confidence: 0.9 });
    expect(limits).toEqual({ undefinedBecause: 'undefined without one of 1 patients', failed: 0 });
  });

  it('are of a known kind', () => {
    const wrong = { ...plan, bootstrap: 10, interval: 'normal' as IntervalKind };
    expect(() => resolvePlan(wrong)).toThrow('validation plan: unknown interval (normal)');
  });
});
