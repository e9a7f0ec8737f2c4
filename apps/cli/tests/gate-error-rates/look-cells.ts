import { type LookLevel, lookLevel, type PlannedLooks, type Spending } from '@raredx/gate';
import type { Random } from '@raredx/stats';
import type { Cell } from './cell.ts';
import { policyOf, verdictsOf, waldRow } from './judged-row.ts';

const looks = 5;
const planned = { cohort: 'simulated', planned: looks, because: 'simulated' };
const policy = policyOf(['kind: absolute, metric: calibration_slope, require: { at_least: 0 }']);
const spendings: readonly Spending[] = ['fixed', 'pocock', 'obrien-fleming'];
const levels = new Map<string, LookLevel>();

/** The level of look k; the same in every replicate, and the bounds behind it take a moment. */
function levelOf(plan: PlannedLooks, k: number): LookLevel {
  const name = `${plan.data} ${plan.spending} ${k}`;
  const known = levels.get(name);
  if (known) return known;
  const past = Array.from({ length: k - 1 }, (_, i) => 100 * (i + 1));
  const level = lookLevel(plan, 0.05, { past, events: 100 * k });
  levels.set(name, level);
  return level;
}

const passes = (z: number, look?: LookLevel) => verdictsOf([waldRow(z, 1)], policy, look).all === 'pass';

/** Five releases tried on the same patients: what their estimates share is the cohort. */
function released(random: Random, shift: number, levelAt: (k: number) => LookLevel | undefined): boolean {
  const cohort = Math.sqrt(0.7) * random.normal();
  let any = false;
  for (let k = 1; k <= looks; k++) {
    const z = shift + cohort + Math.sqrt(0.3) * random.normal();
    any = passes(z, levelAt(k)) || any;
  }
  return any;
}

/** One release asked about again as events come in; the drift is that of the estimate at the last look. */
function accumulated(random: Random, drift: number, levelAt: (k: number) => LookLevel | undefined): boolean {
  let sum = 0;
  for (let k = 1; k <= looks; k++) {
    sum += random.normal() / Math.sqrt(looks) + drift / looks;
    const t = k / looks;
    if (passes(sum / Math.sqrt(t), levelAt(k))) return true;
  }
  return false;
}

const of = (cell: Omit<Cell, 'replicates'>): Cell => ({ replicates: 10_000, ...cell });
const anyPass = { counted: 'any look passes' };

function spendingCells(spending: Spending): Cell[] {
  const reused: PlannedLooks = { ...planned, spending, data: 'reused' };
  const growing: PlannedLooks = { ...planned, spending, data: 'accumulating', planned_events: 100 * looks };
  const one = (k: number) => levelOf(reused, k);
  const other = (k: number) => levelOf(growing, k);
  return [
    of({
      ...{
        rule: `${looks} releases on the same patients, ${spending}`,
        truth: 'all on the bound',
        ...anyPass,
      },
      ...{ kind: 'error', nominal: 0.025, happens: (random) => released(random, 0, one) },
    }),
    of({
      ...{ rule: `${looks} looks as events come in, ${spending}`, truth: 'on the bound', ...anyPass },
      ...{ kind: 'error', nominal: 0.025, happens: (random) => accumulated(random, 0, other) },
    }),
    of({
      ...{ rule: `${looks} looks as events come in, ${spending}`, truth: '3 errors inside at the end' },
      ...{ ...anyPass, kind: 'power', nominal: null },
      happens: (random) => accumulated(random, 3, other),
    }),
  ];
}

/** Looks at one cohort, without a ledger and with one. */
export const lookCells: readonly Cell[] = [
  of({
    ...{ rule: `${looks} releases on the same patients, no ledger`, truth: 'all on the bound', ...anyPass },
    ...{ kind: 'error', nominal: null, happens: (random) => released(random, 0, () => undefined) },
  }),
  of({
    ...{ rule: `${looks} looks as events come in, no ledger`, truth: 'on the bound', ...anyPass },
    ...{ kind: 'error', nominal: null, happens: (random) => accumulated(random, 0, () => undefined) },
  }),
  ...spendings.flatMap(spendingCells),
];
