import { judge } from '@raredx/gate';
import type { Random } from '@raredx/stats';
import type { LookEvidence, Verdict } from '@raredx/tables';
import type { Cell } from './cell.ts';
import { policyOf, waldRow } from './judged-row.ts';

const eventsALook = 100;
const planned = 5;
const policyFor = (looks: string) =>
  policyOf(['kind: absolute, metric: calibration_slope, require: { at_least: 0 }'], {
    looks: `{ method: e-value, cohort: simulated, because: simulated, ${looks} }`,
  });
const gathering = policyFor('data: new, expected_shift: 1.5');
const growing = policyFor(
  `data: accumulating, planned_events: ${planned * eventsALook}, expected_shift: 2.5`,
);

/** The verdicts of looks one after another, each given what those before it measured: as by a ledger. */
function verdicts(z: readonly number[], policy: typeof gathering): readonly Verdict[] {
  const past: LookEvidence[] = [];
  return z.map((distance, index) => {
    const row = waldRow(distance, 1, { events: eventsALook * (policy === growing ? index + 1 : 1) });
    const decision = judge({ schemaVersion: 1, provenance: {}, rows: [row] }, policy, 'hash', {
      look: { number: index + 1, of: null, alpha: 1 - policy.confidence, past: { c0: [...past] } },
    });
    const measured = decision.criteria[0]?.eValue?.measured;
    if (measured) past.push(measured);
    return decision.verdict;
  });
}

/** A new cohort a look. */
const gathered = (random: Random, looks: number, shift: number) =>
  Array.from({ length: looks }, () => random.normal() + shift);

/** One cohort as its events come in; the drift is that of the estimate at the planned events. */
function accumulated(random: Random, looks: number, drift: number): readonly number[] {
  let sum = 0;
  return Array.from({ length: looks }, (_, index) => {
    sum += random.normal() / Math.sqrt(planned) + drift / planned;
    return sum / Math.sqrt((index + 1) / planned);
  });
}

const of = (cell: Omit<Cell, 'replicates' | 'counted'> & Partial<Pick<Cell, 'counted'>>): Cell => ({
  ...{ replicates: 10_000, counted: 'any look passes' },
  ...cell,
});
const error = { kind: 'error', nominal: 0.025 } as const;
const power = { kind: 'power', nominal: null } as const;
const any = (verdict: Verdict, z: readonly number[], policy: typeof gathering) =>
  verdicts(z, policy).includes(verdict);

/** Looks that may go on for ever. */
export const eValueCells: readonly Cell[] = [
  ...[planned, 20].flatMap((looks): Cell[] => [
    of({
      ...{ rule: `e-values, ${looks} looks at new cohorts`, truth: 'on the bound', ...error },
      happens: (random) => any('pass', gathered(random, looks, 0), gathering),
    }),
    of({
      ...{ rule: `e-values, ${looks} looks as events come in`, truth: 'on the bound', ...error },
      happens: (random) => any('pass', accumulated(random, looks, 0), growing),
    }),
  ]),
  of({
    ...{ rule: 'e-values, 20 looks at new cohorts', truth: 'on the bound', ...error },
    ...{ counted: 'any look fails', happens: (random) => any('fail', gathered(random, 20, 0), gathering) },
  }),
  of({
    ...{ rule: 'e-values, 5 looks at new cohorts', truth: '1.5 errors inside in each', ...power },
    happens: (random) => any('pass', gathered(random, planned, 1.5), gathering),
  }),
  of({
    ...{ rule: 'e-values, 5 looks as events come in', truth: '3 errors inside at the end', ...power },
    happens: (random) => any('pass', accumulated(random, planned, 3), growing),
  }),
  of({
    ...{ rule: 'e-values, 10 looks as events come in', truth: '3 errors inside at the fifth', ...power },
    happens: (random) => any('pass', accumulated(random, 2 * planned, 3), growing),
  }),
  of({
    ...{ rule: 'e-values, 5 looks at new cohorts', kind: 'error', nominal: null },
    ...{ truth: 'four releases 1.5 errors inside, the fifth on the bound', counted: 'the fifth passes' },
    happens: (random) => {
      const z = [...gathered(random, planned - 1, 1.5), random.normal()];
      return verdicts(z, gathering).at(-1) === 'pass';
    },
  }),
];
