import { lookLevel, type PlannedLooks } from '../looks/look-level.ts';
import type { LookRecord } from './ledger-entry.ts';

type Past = readonly Pick<LookRecord, 'planned' | 'alpha' | 'cohort'>[];

/** Whether earlier looks were those that this plan would have taken, each at the level that it leaves to it. */
export function followsPlan(looks: PlannedLooks, alpha: number, past: Past): boolean {
  const events = past.map(({ cohort }) => cohort.events);
  return past.every(
    (entry, k) =>
      entry.planned === looks.planned &&
      near(
        entry.alpha,
        lookLevel(looks, alpha, { past: events.slice(0, k), events: events[k] as number }).alpha,
      ),
  );
}

/**
 * The error that looks spent, whatever plans they followed: at most the sum of their levels. Looks that were added up as
 * e-values spend theirs once, however many they are.
 */
export function spentBefore(past: Past): number {
  const adding = past.filter(({ planned, cohort }) => planned === null && cohort.name !== null);
  const others = past.filter((entry) => !adding.includes(entry));
  const sum = others.reduce((total, { alpha }) => total + alpha, 0);
  return sum + Math.max(0, ...adding.map(({ alpha }) => alpha));
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}
