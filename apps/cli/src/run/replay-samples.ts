import { bootstrapCounts, type Random } from '@raredx/stats';
import { apparentReplicate } from '@raredx/tables';

/** Patients drawn with replacement from those a model may learn from, as rows of the cohort. */
export interface ReplaySample {
  /** −1: everybody once, the apparent fit. */
  readonly replicate: number;
  /** How often each of the given rows was drawn; alike for all rows of a patient. */
  readonly inBag: Int32Array;
  /** The rows to learn from, a row drawn k times standing there k times. */
  readonly train: Uint32Array;
}

/** Fewer patients with (or without) an event than this, and every sample keeps the outcome's split. */
const fewEvents = 20;

/**
 * The apparent sample and the bootstrap samples of some rows. The patient is the unit: all rows of one are drawn
 * together. Sample b follows from the stream and b alone.
 */
export function replaySamples(
  rows: ArrayLike<number>,
  of: {
    readonly patientId: readonly string[];
    readonly outcome: Uint8Array;
    readonly replicates: number;
    readonly random: Random;
  },
): readonly ReplaySample[] {
  const { patientId, outcome } = of;
  const rowsOf = new Map<string, number[]>();
  Array.from(rows).forEach((row, place) => {
    const id = patientId[row] as string;
    const places = rowsOf.get(id);
    if (places) places.push(place);
    else rowsOf.set(id, [place]);
  });
  const patients = [...rowsOf.values()];
  const withEvent = (places: readonly number[]) =>
    places.some((place) => outcome[rows[place] as number] === 1);
  const strata = [patients.filter(withEvent), patients.filter((places) => !withEvent(places))];
  const few = strata.some((stratum) => stratum.length < fewEvents);
  const drawnFrom = few ? strata.filter((stratum) => stratum.length > 0) : [patients];
  const sample = (replicate: number): ReplaySample => {
    const inBag = new Int32Array(rows.length);
    drawnFrom.forEach((stratum, s) => {
      const counts = bootstrapCounts(stratum.length, of.random.fork(replicate).fork(s));
      stratum.forEach((places, i) => {
        for (const place of places) inBag[place] = counts[i] as number;
      });
    });
    return { replicate, inBag, train: repeated(rows, inBag) };
  };
  const everybody = new Int32Array(rows.length).fill(1);
  return [
    { replicate: apparentReplicate, inBag: everybody, train: repeated(rows, everybody) },
    ...Array.from({ length: of.replicates }, (_, b) => sample(b)),
  ];
}

function repeated(rows: ArrayLike<number>, times: Int32Array): Uint32Array {
  return Uint32Array.from(
    Array.from(rows).flatMap((row, place) => Array<number>(times[place] as number).fill(row)),
  );
}
