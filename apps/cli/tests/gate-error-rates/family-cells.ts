import type { Random } from '@raredx/stats';
import type { Verdict } from '@raredx/tables';
import type { Cell } from './cell.ts';
import { policyOf, verdictsOf, waldRow } from './judged-row.ts';

const criteria = 5;
/** Correlation of the estimates: subgroups and metrics of one cohort share patients. */
const correlation = 0.5;
const bound = 0;
const policies = Object.fromEntries(
  (['none', 'bonferroni', 'holm'] as const).map((method) => [
    method,
    policyOf(
      Array.from(
        { length: criteria },
        (_, index) =>
          `kind: absolute, metric: calibration_slope, require: { at_least: ${bound} }, attribute: group, level: g${index}`,
      ),
      { multiplicity: `{ family: all, method: ${method}, because: simulated }` },
    ),
  ]),
);

/** Verdicts on five correlated estimates with standard error 1; `shifts` are their distances from the bound. */
function verdicts(random: Random, method: string, shifts: readonly number[]): readonly Verdict[] {
  const common = Math.sqrt(correlation) * random.normal();
  const rows = shifts.map((shift, index) => {
    const estimate = shift + common + Math.sqrt(1 - correlation) * random.normal();
    return waldRow(estimate, 1, { id: `r${index}`, attribute: 'group', level: `g${index}` });
  });
  const policy = policies[method];
  if (!policy) throw new Error(method);
  return verdictsOf(rows, policy).each;
}

const none = [0, 0, 0, 0, 0];
const some = [0, 0, 0, 3.5, 3.5];
const all = [3.5, 3.5, 3.5, 3.5, 3.5];
const wrong = (seen: readonly Verdict[], shifts: readonly number[]) =>
  seen.some((verdict, index) => verdict === 'pass' && shifts[index] === 0);

/** Five criteria together, by each rule for multiplicity. */
export const familyCells: readonly Cell[] = ['none', 'bonferroni', 'holm'].flatMap((method) => {
  const of = (cell: Pick<Cell, 'truth' | 'kind' | 'counted' | 'nominal' | 'happens'>): Cell => ({
    rule: `multiplicity ${method}: five criteria`,
    replicates: 10_000,
    ...cell,
  });
  const promised = method === 'none' ? null : 0.025;
  return [
    of({
      ...{ truth: 'all on the bound', kind: 'error', counted: 'any criterion passes', nominal: promised },
      happens: (random) => wrong(verdicts(random, method, none), none),
    }),
    of({
      ...{ truth: 'three on the bound, two 3.5 errors inside', kind: 'error', nominal: promised },
      counted: 'any of the three passes',
      happens: (random) => wrong(verdicts(random, method, some), some),
    }),
    of({
      ...{ truth: 'one on the bound, four 3.5 errors inside', kind: 'error', nominal: 0.025 },
      counted: 'the release passes (all must)',
      happens: (random) => verdicts(random, method, [0, 3.5, 3.5, 3.5, 3.5]).every((one) => one === 'pass'),
    }),
    of({
      ...{ truth: 'all 3.5 errors inside', kind: 'power', counted: 'the first passes', nominal: null },
      happens: (random) => verdicts(random, method, all)[0] === 'pass',
    }),
    of({
      ...{ truth: 'all 3.5 errors inside', kind: 'power', nominal: null },
      counted: 'the release passes (all must)',
      happens: (random) => verdicts(random, method, all).every((one) => one === 'pass'),
    }),
  ];
});
