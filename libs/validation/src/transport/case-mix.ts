import { logit } from '@raredx/stats';
import { textAt } from '@raredx/tables';
import { type Roster, rosterOf } from '../population/population.ts';
import { compareText, type PredictionIndex } from '../population/prediction-index.ts';

/** The samples of development and of the external cohort together: who they are, not how the model did. */
export interface CaseMix {
  /** 1 where the sample is external. */
  readonly member: Uint8Array;
  /** Linear predictor logit p, mean over repeats. */
  readonly linear: Float64Array;
  /** Place of its patient in the roster. */
  readonly patient: Uint32Array;
  /** Levels of the declared attributes, by name. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Row of the table → its sample here. */
  readonly sampleOfRow: ReadonlyMap<number, number>;
  readonly roster: Roster;
}

/**
 * @param development rows of the development partition; external: those of the cohort compared with it
 * @returns or why a linear predictor is not finite
 */
export function caseMixOf(
  index: PredictionIndex,
  { development, external }: { readonly development: Uint32Array; readonly external: Uint32Array },
): CaseMix | { undefinedBecause: string } {
  const { predictions } = index;
  const rows = Uint32Array.from([...development, ...external]);
  const roster = rosterOf(index, rows);
  const place = new Map<string, number>();
  const sampleOfRow = new Map<number, number>();
  const [member, patient, sums, counts, first]: number[][] = [[], [], [], [], []];
  let extreme = 0;
  rows.forEach((row, i) => {
    const side = i < development.length ? 0 : 1;
    const key = `${side}:${predictions.sampleId.codes[row]}`;
    const sample = place.get(key) ?? place.size;
    if (sample === place.size) {
      place.set(key, sample);
      member.push(side);
      patient.push(roster.placeOf.get(index.patientRank[predictions.patientId.codes[row]]) as number);
      sums.push(0);
      counts.push(0);
      first.push(row);
    }
    const x = logit(predictions.p[row]);
    if (!Number.isFinite(x)) extreme++;
    sums[sample] += x;
    counts[sample]++;
    sampleOfRow.set(row, sample);
  });
  if (extreme > 0) return { undefinedBecause: `p is exactly 0 or 1 in ${extreme} rows` };
  const names = Object.keys(predictions.attributes).sort(compareText);
  return {
    member: Uint8Array.from(member),
    linear: Float64Array.from(sums, (sum, sample) => sum / counts[sample]),
    patient: Uint32Array.from(patient),
    attributes: new Map(
      names.map((name) => [name, first.map((row) => textAt(predictions.attributes[name], row))]),
    ),
    sampleOfRow,
    roster,
  };
}
