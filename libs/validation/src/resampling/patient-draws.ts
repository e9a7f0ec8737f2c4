import { bootstrapCounts, type Random } from '@raredx/stats';
import type { Population, Roster } from '../population/population.ts';

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

/** Multiplicities of the patients, replicate by replicate; drawn once for all models of a unit. */
export interface Draws {
  readonly bootstrap: number;
  /** By place in the roster; valid until the next call. */
  readonly of: (replicate: number) => Uint16Array;
}

/** Up to this many counts are kept (2 bytes each); beyond it every model draws its replicates again. */
const mostKept = 50_000_000;

/**
 * Replicate b follows from `random` and b alone, so the work may be divided anyhow.
 */
export function drawPatients(
  strata: Strata,
  size: number,
  plan: { readonly bootstrap: number; readonly random: Random },
): Draws {
  const scratch = strata.map((places) => new Float64Array(places.length));
  const draw = (replicate: number, into: Uint16Array) => {
    const random = plan.random.fork(replicate);
    strata.forEach((places, s) => {
      if (places.length === 0) return;
      const counts = bootstrapCounts(places.length, random.fork(s), scratch[s]);
      for (let i = 0; i < places.length; i++) into[places[i]] = counts[i];
    });
    return into;
  };
  if (plan.bootstrap * size > mostKept) {
    const row = new Uint16Array(size);
    return { bootstrap: plan.bootstrap, of: (replicate) => draw(replicate, row) };
  }
  const kept = new Uint16Array(plan.bootstrap * size);
  const rowAt = (b: number) => kept.subarray(b * size, (b + 1) * size);
  for (let b = 0; b < plan.bootstrap; b++) draw(b, rowAt(b));
  return { bootstrap: plan.bootstrap, of: rowAt };
}
