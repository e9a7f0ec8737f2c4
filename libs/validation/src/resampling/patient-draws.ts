import { bootstrapCounts, type Random } from '@raredx/stats';
import type { Population, Roster } from '../population/population.ts';

/** Fewer patients with (or without) an event than this, and resamples that lack either are drawn again. */
const fewEvents = 20;

/** Patients resampled among themselves. */
export interface Stratum {
  /** Places in the roster. */
  readonly places: Uint32Array;
  /** By place among them, where a resample must hold both outcomes. */
  readonly hasEvent: Uint8Array | undefined;
}

/** Whether resamples of the population are held to both outcomes: where it has both, one of them rarely. */
export function holdsBothOutcomes({ events, patients }: Population): boolean {
  const rarer = Math.min(events, patients - events);
  return rarer > 0 && rarer < fewEvents;
}

/**
 * Levels are strata, so that a subgroup keeps its size. The number of events is not kept: a resample stratified by
 * outcome leaves the spread of the prevalence out, and the interval of a net benefit at 18 events then covered 84 % in
 * place of 95 %. A patient in several populations (an attribute of the sample, not of the person) makes one stratum.
 */
export function strataOf(populations: readonly Population[], roster: Roster): Stratum[] {
  const times = new Uint8Array(roster.size);
  for (const { members } of populations) for (const place of members) times[place]++;
  if (times.some((n) => n > 1)) return [{ places: Uint32Array.from(times.keys()), hasEvent: undefined }];
  return populations
    .filter(({ patients }) => patients > 0)
    .map((population) => ({
      places: population.members,
      hasEvent: holdsBothOutcomes(population)
        ? Uint8Array.from(population.members, (place) => population.hasEvent[place])
        : undefined,
    }));
}

/** Draws, anew until both outcomes are there where that is asked. */
function drawStratum({ places, hasEvent }: Stratum, random: Random, counts: Uint16Array): Uint16Array {
  for (let attempt = 0; ; attempt++) {
    bootstrapCounts(places.length, random.fork(attempt), counts);
    if (hasEvent === undefined) return counts;
    let events = 0;
    for (let i = 0; i < counts.length; i++) events += counts[i] * hasEvent[i];
    if (events > 0 && events < places.length) return counts;
  }
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
  strata: readonly Stratum[],
  size: number,
  plan: { readonly bootstrap: number; readonly random: Random },
): Draws {
  const scratch = strata.map(({ places }) => new Uint16Array(places.length));
  // Everybody in one stratum stands at the own place already: no copy.
  const whole = strata.length === 1 && strata[0].places.length === size;
  const draw = (replicate: number, into: Uint16Array) => {
    const random = plan.random.fork(replicate);
    if (whole) return drawStratum(strata[0], random.fork(0), into);
    strata.forEach((stratum, s) => {
      const { places } = stratum;
      const counts = drawStratum(stratum, random.fork(s), scratch[s]);
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
