import { wilson } from '@raredx/metrics';
import type { Random } from '@raredx/stats';
import type { EvidenceRow, Verdict } from '@raredx/tables';
import type { Cell } from './cell.ts';
import { policyOf, rowOf, verdictsOf } from './judged-row.ts';

const policy = policyOf(['kind: absolute, metric: sensitivity, threshold: 0.2, require: { at_least: 0.8 }']);

/** Sensitivity of a model among so many events, with Wilson's interval at 95 %. */
function sensitivityRow(random: Random, events: number, truth: number): EvidenceRow {
  let found = 0;
  for (let event = 0; event < events; event++) found += random.uniform() < truth ? 1 : 0;
  const interval = wilson(found, events, 0.95);
  const base = { metric: 'sensitivity', threshold: 0.2, patients: 5 * events, events };
  if ('undefinedBecause' in interval) return rowOf({ ...base, undefinedBecause: interval.undefinedBecause });
  const { lower, upper, method } = interval;
  return rowOf({ ...base, method, estimate: found / events, lower, upper });
}

/** The evidence's own level, and that of the first of two looks, to which the interval is carried. */
const levels = [
  { words: 'its own level', look: undefined, nominal: 0.025 },
  {
    words: 'the level of the first of two looks',
    look: { number: 1, of: 2, alpha: 0.025, spent: 0.025 },
    nominal: 0.0125,
  },
] as const;

/** Proportions: their number is whole, so that a rate can only come close to what is promised. */
export const proportionCells: readonly Cell[] = [50, 200].flatMap((events) =>
  levels.flatMap(({ words, look, nominal }) => {
    const rule = `absolute: sensitivity at least 0.8, ${events} events, at ${words}`;
    const cell = (truth: number, verdict: Verdict, promised: number | null): Cell => ({
      ...{ rule, counted: verdict.replaceAll('_', ' '), replicates: 10_000, nominal: promised },
      truth: `sensitivity ${truth}${promised === null ? '' : ' (on the bound)'}`,
      kind: promised === null ? 'power' : 'error',
      happens: (random) => verdictsOf([sensitivityRow(random, events, truth)], policy, look).all === verdict,
    });
    return [cell(0.8, 'pass', nominal), cell(0.8, 'fail', nominal), cell(0.9, 'pass', null)];
  }),
);
