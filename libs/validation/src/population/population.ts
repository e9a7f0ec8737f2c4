import type { PredictionIndex } from './prediction-index.ts';

/** One pass of cross-validation (or one few-shot draw): every sample once, by patient, then sample. */
export interface Repeat {
  readonly y: Uint8Array;
  readonly p: Float64Array;
  /** Row → place of its patient in the roster. */
  readonly patient: Uint32Array;
}

/** The patients that are resampled together: those of a unit of work, over all its subgroups. */
export interface Roster {
  readonly size: number;
  /** Patient rank (see PredictionIndex) → place in the roster. */
  readonly placeOf: ReadonlyMap<number, number>;
}

/** The people a statement is about, as one model saw them. */
export interface Population {
  readonly repeats: readonly Repeat[];
  readonly roster: Roster;
  /** Places in the roster of those in this population, ascending. */
  readonly members: Uint32Array;
  /** Place in the roster → 1 where the patient has an event in this population. */
  readonly hasEvent: Uint8Array;
  readonly patients: number;
  readonly samples: number;
  /** Patients with at least one event: the unit of information is the patient. */
  readonly events: number;
  /** simple: each patient once. repeated: each once a repeat. clustered: several samples for some patient. */
  readonly structure: 'simple' | 'repeated' | 'clustered';
}

/** The patients of some rows, in the order of their ids. */
export function rosterOf(index: PredictionIndex, rows: Uint32Array): Roster {
  const { patientId } = index.predictions;
  const seen = new Set<number>();
  for (const row of rows) seen.add(index.patientRank[patientId.codes[row]]);
  const ordered = [...seen].sort((a, b) => a - b);
  return { size: ordered.length, placeOf: new Map(ordered.map((rank, place) => [rank, place])) };
}

function repeatsOf(index: PredictionIndex, rows: Uint32Array, roster: Roster): Repeat[] {
  const { repeat, y, p, patientId } = index.predictions;
  const repeats: Repeat[] = [];
  let from = 0;
  while (from < rows.length) {
    let to = from;
    while (to < rows.length && repeat[rows[to]] === repeat[rows[from]]) to++;
    const part = rows.subarray(from, to);
    repeats.push({
      y: Uint8Array.from(part, (row) => y[row]),
      p: Float64Array.from(part, (row) => p[row]),
      patient: Uint32Array.from(
        part,
        (row) => roster.placeOf.get(index.patientRank[patientId.codes[row]]) as number,
      ),
    });
    from = to;
  }
  return repeats;
}

/**
 * Gathers rows (in the index's order) into repeats.
 * An empty population has one repeat without rows, so that it too yields statements.
 */
export function populationOf(index: PredictionIndex, rows: Uint32Array, roster: Roster): Population {
  const gathered = repeatsOf(index, rows, roster);
  const empty: Repeat = { y: new Uint8Array(0), p: new Float64Array(0), patient: new Uint32Array(0) };
  const repeats = gathered.length === 0 ? [empty] : gathered;
  const samples = new Set<number>();
  for (const row of rows) samples.add(index.predictions.sampleId.codes[row]);
  const member = new Uint8Array(roster.size);
  const hasEvent = new Uint8Array(roster.size);
  let clustered = false;
  for (const { y, patient } of repeats) {
    for (let i = 0; i < y.length; i++) {
      member[patient[i]] = 1;
      hasEvent[patient[i]] |= y[i];
      if (i > 0 && patient[i] === patient[i - 1]) clustered = true;
    }
  }
  const members = Uint32Array.from(member.keys()).filter((place) => member[place] === 1);
  return {
    repeats,
    roster,
    members,
    hasEvent,
    patients: members.length,
    samples: samples.size,
    events: hasEvent.reduce((sum, e) => sum + e, 0),
    structure: clustered ? 'clustered' : repeats.length > 1 ? 'repeated' : 'simple',
  };
}
