import { apparentReplicate, ContractError, type Predictions, type Replays, textAt } from '@raredx/tables';
import { compareText } from '../population/prediction-index.ts';

/** One model's replays, samples in the order of patient and sample id whatever the order of the table. */
export interface ReplayedModel {
  readonly model: string;
  readonly label: string;
  readonly y: Uint8Array;
  /** Risks by the model fitted on all development patients. */
  readonly apparent: Float64Array;
  readonly replicates: readonly Replicate[];
  readonly patients: number;
  /** Patients with at least one event. */
  readonly events: number;
  /** Every bootstrap sample has as many patients with an event as the cohort. */
  readonly stratified: boolean;
}

export interface Replicate {
  /** Risk of every sample by the model fitted on this bootstrap sample. */
  readonly p: Float64Array;
  /** How often each sample was drawn, as weights. */
  readonly inBag: Float64Array;
  /** 1 where the sample was not drawn, else 0. */
  readonly outOfBag: Float64Array;
  readonly note: string;
}

/**
 * Gathers the replays of each model, with the outcomes that the predictions hold for the same samples.
 *
 * @throws ContractError where a replayed sample has no outcome in the predictions
 */
export function replayedModels(replays: Replays, predictions: Predictions): readonly ReplayedModel[] {
  const outcomes = outcomesOf(predictions);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < replays.rows; row++) {
    const key = `${replays.model.codes[row]}:${replays.label.codes[row]}`;
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()]
    .map((rows) => gather(replays, rows, outcomes))
    .sort((a, b) => compareText(a.model, b.model) || compareText(a.label, b.label));
}

const sampleKey = (label: string, sample: string) => JSON.stringify([label, sample]);

function outcomesOf({ rows, label, sampleId, y }: Predictions): ReadonlyMap<string, number> {
  const outcomes = new Map<string, number>();
  for (let row = 0; row < rows; row++)
    outcomes.set(sampleKey(textAt(label, row), textAt(sampleId, row)), y[row]);
  return outcomes;
}

function gather(
  replays: Replays,
  rows: readonly number[],
  outcomes: ReadonlyMap<string, number>,
): ReplayedModel {
  const { replicate, patientId, sampleId } = replays;
  const sorted = [...rows].sort(
    (a, b) =>
      replicate[a] - replicate[b] ||
      compareText(textAt(patientId, a), textAt(patientId, b)) ||
      compareText(textAt(sampleId, a), textAt(sampleId, b)),
  );
  const size = sorted.findLastIndex((row) => replicate[row] === apparentReplicate) + 1;
  const first = sorted.slice(0, size);
  const label = textAt(replays.label, first[0]);
  const y = Uint8Array.from(first, (row) => {
    const outcome = outcomes.get(sampleKey(label, textAt(sampleId, row)));
    if (outcome !== undefined) return outcome;
    throw new ContractError('replays', `a sample has no outcome in the predictions (row ${row + 1})`);
  });
  const parts = Array.from({ length: sorted.length / size - 1 }, (_, b) =>
    sorted.slice((b + 1) * size, (b + 2) * size),
  );
  const made = parts.map((part) => replicateOf(replays, part));
  const withEvent = new Set(first.filter((_, i) => y[i] === 1).map((row) => patientId.codes[row]));
  return {
    model: textAt(replays.model, first[0]),
    label,
    y,
    apparent: Float64Array.from(first, (row) => replays.p[row]),
    replicates: made,
    patients: new Set(first.map((row) => patientId.codes[row])).size,
    events: withEvent.size,
    stratified: parts.every((part) => eventsDrawn(replays, part, withEvent) === withEvent.size),
  };
}

function replicateOf({ p, inBag, note }: Replays, rows: readonly number[]): Replicate {
  return {
    p: Float64Array.from(rows, (row) => p[row]),
    inBag: Float64Array.from(rows, (row) => inBag[row]),
    outOfBag: Float64Array.from(rows, (row) => (inBag[row] === 0 ? 1 : 0)),
    note: textAt(note, rows[0]),
  };
}

/** How many patients with an event a bootstrap sample holds, repeats counted. */
function eventsDrawn(
  { patientId, inBag }: Replays,
  rows: readonly number[],
  withEvent: ReadonlySet<number>,
): number {
  const drawn = new Map(rows.map((row) => [patientId.codes[row], inBag[row]]));
  return [...withEvent].reduce((sum, patient) => sum + (drawn.get(patient) ?? 0), 0);
}
