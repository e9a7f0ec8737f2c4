import { bootstrapCounts, type Random } from '@raredx/stats';
import type { Population, Roster } from './population.ts';

/** Fewer patients with (or without) an event than this, and the outcome's split is kept in every resample. */
const fewEvents = 20;

/** Groups of patients, by place in the roster, resampled apart. */
export type Strata = readonly Uint32Array[];

/**
 * Levels are strata, so that a subgroup keeps its size; where events are few in one, so is its outcome.
 * A patient in several populations (an attribute of the sample, not of the person) makes one stratum of them all.
 */
export function strataOf(populations: readonly Population[], roster: Roster): Strata {
  const times = new Uint8Array(roster.size);
  for (const { members } of populations) for (const place of members) times[place]++;
  if (times.some((n) => n > 1)) return [Uint32Array.from(times.keys())];
  return populations.flatMap(({ members, hasEvent, events, patients }) => {
    if (Math.min(events, patients - events) >= fewEvents) return [members];
    return [members.filter((m) => hasEvent[m] === 1), members.filter((m) => hasEvent[m] === 0)];
  });
}

export function isStratifiedByOutcome(population: Population): boolean {
  return Math.min(population.events, population.patients - population.events) < fewEvents;
}

/** How often each patient of the roster is drawn in one replicate. */
export function drawPatients(strata: Strata, random: Random, into: Float64Array): Float64Array {
  into.fill(0);
  strata.forEach((places, s) => {
    if (places.length === 0) return;
    const counts = bootstrapCounts(places.length, random.fork(s));
    for (let i = 0; i < places.length; i++) into[places[i]] = counts[i];
  });
  return into;
}
