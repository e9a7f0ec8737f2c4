import type { Policy } from '../policy.ts';
import { sequentialBounds } from './sequential-bounds.ts';
import { spentAlpha } from './spending.ts';

/** How many looks at a cohort a policy plans, and how their error is shared out. */
export type PlannedLooks = Exclude<NonNullable<Policy['looks']>, { readonly method: 'e-value' }>;

/** The look that is taken now. */
export interface LookLevel {
  /** 1-based. */
  readonly number: number;
  readonly of: number;
  /** Two-sided level at which this look judges; 0 where nothing is left to spend. */
  readonly alpha: number;
  /** Error spent up to and with this look. */
  readonly spent: number;
}

/**
 * The level of the next look at a cohort.
 *
 * reused: releases are tried on the same patients, each a question of its own; look k of K may spend f(k/K) − f((k−1)/K),
 * and the chance of any wrong release stays below α whatever the dependence (Boole).
 * accumulating: one question asked again as events come in; levels follow from the joint law of the looks, which spends
 * less than sharing α out (see {@link sequentialBounds}).
 *
 * @param alpha two-sided error of all looks together
 * @param past events at each earlier look, oldest first
 * @param events at this look
 */
export function lookLevel(
  looks: PlannedLooks,
  alpha: number,
  { past, events }: { readonly past: readonly number[]; readonly events: number },
): LookLevel {
  const number = past.length + 1;
  const none = { number, of: looks.planned, alpha: 0, spent: alpha };
  if (number > looks.planned) return none;
  if (looks.data === 'reused') return sharedOut(looks, alpha, number);
  const planned = looks.planned_events as number;
  const shares = [...past, events].map((count) => Math.min(1, count / planned));
  const last = number === looks.planned ? 1 : (shares.at(-1) as number);
  const t = [...shares.slice(0, -1), last];
  // A look that brings no new events has nothing to spend; earlier ones without are left out of the joint law.
  const before = t.slice(0, -1).filter((share, k) => share > (k === 0 ? 0 : Math.max(...t.slice(0, k))));
  if (!(last > Math.max(0, ...before))) {
    return { ...none, spent: spentAlpha(looks.spending, alpha, Math.max(0, ...before)) };
  }
  const now = sequentialBounds(looks.spending, alpha, [...before, last]).at(-1);
  return { number, of: looks.planned, alpha: now?.level ?? 0, spent: now?.spent ?? 0 };
}

function sharedOut({ planned, spending }: PlannedLooks, alpha: number, number: number): LookLevel {
  const spent = spentAlpha(spending, alpha, number / planned);
  const before = spentAlpha(spending, alpha, (number - 1) / planned);
  return { number, of: planned, alpha: spent - before, spent };
}
