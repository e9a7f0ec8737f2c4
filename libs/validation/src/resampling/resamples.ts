import type { Population } from '../population/population.ts';
import type { Draws } from './patient-draws.ts';
import { type ReplicateOptions, type Replicates, replicatesOf } from './replicates.ts';

/** How limits are read from resamples. */
export const intervalKinds = ['percentile', 'bca', 'studentised'] as const;
export type IntervalKind = (typeof intervalKinds)[number];

/** Up to so many patients are left out one by one for BCa; of more, as many groups. */
const mostLeftOut = 400;
/** Groups left out of each resample for its standard error: the work is so many times that of percentile limits. */
const nestedGroups = 25;

/** Metrics of resampled patients and, where the interval asks for it, of patients left out. */
export interface Resamples {
  readonly interval: IntervalKind;
  readonly replicates: Replicates;
  /** Without each patient (or group of patients) in turn. */
  readonly leaveOut: Replicates | null;
  /** The same within each resample: place b · groups + g. */
  readonly nested: Replicates | null;
}

/** Resamples by themselves, for percentile limits. */
export function percentileOnly(replicates: Replicates): Resamples {
  return { interval: 'percentile', replicates, leaveOut: null, nested: null };
}

/** Patients dealt out in turn, so that groups are alike whatever the order of ids means. */
function groupsOf(
  { members }: Population,
  most: number,
): { readonly count: number; readonly of: (member: number) => number } {
  const count = Math.min(members.length, most);
  return { count, of: (member) => member % count };
}

/** Each patient once but for those of a group, or as often as a resample has it. */
function leavingOut(population: Population, most: number, draws?: Draws): Draws {
  const { members, roster } = population;
  const { count, of } = groupsOf(population, most);
  const counts = new Uint16Array(roster.size);
  return {
    bootstrap: count * (draws?.bootstrap ?? 1),
    of: (turn) => {
      const drawn = draws?.of(Math.floor(turn / count));
      const group = turn % count;
      members.forEach((place, member) => {
        counts[place] = of(member) === group ? 0 : (drawn?.[place] ?? 1);
      });
      return counts;
    },
  };
}

/** Resamples, and what BCa and studentised limits need besides. Curves keep percentile limits: their points are many. */
export function resamplesOf(
  population: Population,
  draws: Draws,
  { interval, ...options }: ReplicateOptions & { readonly interval: IntervalKind },
): Resamples {
  const replicates = replicatesOf(population, draws, options);
  const few = { ...options, curveThresholds: [], curveAt: new Float64Array(0) };
  if (interval === 'percentile' || draws.bootstrap === 0) return percentileOnly(replicates);
  const most = interval === 'bca' ? mostLeftOut : nestedGroups;
  return {
    interval,
    replicates,
    leaveOut: replicatesOf(population, leavingOut(population, most), few),
    nested: interval === 'bca' ? null : replicatesOf(population, leavingOut(population, most, draws), few),
  };
}
