import { bootstrapCounts, type Random } from '@raredx/stats';
import type { ScoredRows } from './scored-outcomes.ts';

/** Fewer patients with (or without) an event than this, and the outcome's split is kept in every resample. */
const fewEvents = 20;

export interface PatientResamples {
  readonly bootstrap: number;
  /** Place of each row's patient. */
  readonly place: Uint32Array;
  /** How often each patient is drawn in one resample, by place; valid until the next call. */
  readonly of: (replicate: number) => Float64Array;
}

/** Patients by rank, so that the order of the table does not show; with few events in a binary outcome, by outcome apart. */
export function patientResamples(
  { patient, y, classes }: ScoredRows,
  { bootstrap, random }: { readonly bootstrap: number; readonly random: Random },
): PatientResamples {
  const ranks = Uint32Array.from(new Set(patient)).sort();
  const placeOf = new Map(Array.from(ranks, (rank, place) => [rank, place]));
  const place = patient.map((rank) => placeOf.get(rank) as number);
  const hasEvent = new Uint8Array(ranks.length);
  for (let row = 0; row < y.length; row++) if (y[row] === 1) hasEvent[place[row]] = 1;
  const everyone = Array.from(hasEvent.keys());
  const groups = [1, 0].map((event) => everyone.filter((at) => hasEvent[at] === event));
  const few = classes === 2 && Math.min(groups[0].length, groups[1].length) < fewEvents;
  const strata = (few ? groups : [everyone])
    .filter((members) => members.length > 0)
    .map((members) => Uint32Array.from(members));
  const counts = new Float64Array(ranks.length);
  const scratch = strata.map((members) => new Float64Array(members.length));
  const of = (replicate: number) => {
    strata.forEach((members, s) => {
      const drawn = bootstrapCounts(members.length, random.fork(replicate).fork(s), scratch[s]);
      for (let i = 0; i < members.length; i++) counts[members[i]] = drawn[i];
    });
    return counts;
  };
  return { bootstrap, place, of };
}
