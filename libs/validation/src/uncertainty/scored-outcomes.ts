import type { PredictionIndex, RowGroup } from '../population/prediction-index.ts';
import { binaryRisks, type ClassRisks } from './conformal/class-risks.ts';

/** Rows of one model and partition with a risk for every class. */
export interface ScoredRows extends ClassRisks {
  readonly partition: string;
  /** Rows of the table (of the first label, where classes are rows of their own). */
  readonly rows: Uint32Array;
  /** Observed class. */
  readonly y: Uint8Array;
  /** Patient of each row, by rank in the index. */
  readonly patient: Uint32Array;
  readonly fold: Int32Array;
  /** What predicted the row: the repeat, and outside of cross-validation the fold model too. Numbered from 0. */
  readonly pass: Uint32Array;
  readonly passes: number;
}

/** One outcome of one model over the partitions: a binary label, or labels that exclude each other as classes. */
export interface ScoredOutcome {
  readonly model: string;
  /** `all classes` where labels are classes. */
  readonly label: string;
  /** Of each class, in the order of the risks. */
  readonly classNames: readonly string[];
  readonly binary: boolean;
  readonly parts: ReadonlyMap<string, ScoredRows>;
}

function passOf({ predictions }: PredictionIndex, { partition, rows }: RowGroup) {
  const numbers = new Map<string, number>();
  const pass = Uint32Array.from(rows, (row) => {
    const fold = partition === 'internal' ? -1 : predictions.fold[row];
    const key = `${predictions.repeat[row]}|${fold}`;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  return { pass, passes: numbers.size };
}

function scored(index: PredictionIndex, group: RowGroup, risks: ClassRisks, y: Uint8Array): ScoredRows {
  const { predictions, patientRank } = index;
  return {
    ...risks,
    y,
    partition: group.partition,
    rows: group.rows,
    patient: Uint32Array.from(group.rows, (row) => patientRank[predictions.patientId.codes[row]]),
    fold: Int32Array.from(group.rows, (row) => predictions.fold[row]),
    ...passOf(index, group),
  };
}

function binaryRows(index: PredictionIndex, group: RowGroup): ScoredRows {
  const { p, y } = index.predictions;
  const risks = binaryRisks(Float64Array.from(group.rows, (row) => p[row]));
  return scored(
    index,
    group,
    risks,
    Uint8Array.from(group.rows, (row) => y[row]),
  );
}

/** Classes where every sample has a row for each label and exactly one of them was observed; otherwise undefined. */
function classRows(index: PredictionIndex, groups: readonly RowGroup[]): ScoredRows | undefined {
  const { p, y, repeat, fold, sampleId } = index.predictions;
  const first = groups[0];
  const classes = groups.length;
  const n = first.rows.length;
  if (classes < 2 || classes > 255 || groups.some((group) => group.rows.length !== n)) return undefined;
  const risks = new Float64Array(n * classes);
  const observed = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const lead = first.rows[i];
    let events = 0;
    for (let k = 0; k < classes; k++) {
      const row = groups[k].rows[i];
      if (sampleId.codes[row] !== sampleId.codes[lead] || repeat[row] !== repeat[lead]) return undefined;
      if (fold[row] !== fold[lead]) return undefined;
      risks[i * classes + k] = p[row];
      if (y[row] === 1) {
        events++;
        observed[i] = k;
      }
    }
    if (events !== 1) return undefined;
  }
  return scored(index, first, { classes, p: risks }, observed);
}

function groupsBy<K extends 'model' | 'partition' | 'label'>(groups: readonly RowGroup[], key: K) {
  const by = new Map<string, RowGroup[]>();
  for (const group of groups) by.set(group[key], [...(by.get(group[key]) ?? []), group]);
  return by;
}

/** Every model's outcomes, with labels joined to classes where they exclude each other in every partition. */
export function scoredOutcomes(index: PredictionIndex): ScoredOutcome[] {
  return [...groupsBy(index.groups, 'model')].flatMap(([model, own]): ScoredOutcome[] => {
    const joined = [...groupsBy(own, 'partition')].map(
      ([partition, groups]) => [partition, classRows(index, groups), groups] as const,
    );
    const names = own.map(({ label }) => label);
    const alike = joined.every(([, , groups]) => groups.length === new Set(names).size);
    if (alike && joined.every(([, rows]) => rows !== undefined)) {
      const parts = new Map(joined.map(([partition, rows]) => [partition, rows as ScoredRows]));
      return [{ model, label: 'all classes', classNames: [...new Set(names)], binary: false, parts }];
    }
    return [...groupsBy(own, 'label')].map(([label, groups]) => ({
      model,
      label,
      classNames: ['no event', 'event'],
      binary: true,
      parts: new Map(groups.map((group) => [group.partition, binaryRows(index, group)])),
    }));
  });
}

/** Counts for an evidence row over some of the rows; of classes, `of` is the one that counts as the event. */
export function countsOf(
  index: PredictionIndex,
  part: ScoredRows,
  { takes, event }: { readonly takes: (row: number) => boolean; readonly event: number | null },
): { patients: number; samples: number; events: number } {
  const patients = new Set<number>();
  const samples = new Set<number>();
  const events = new Set<number>();
  for (let row = 0; row < part.y.length; row++) {
    if (!takes(row)) continue;
    patients.add(part.patient[row]);
    samples.add(index.predictions.sampleId.codes[part.rows[row]]);
    if (event === null || part.y[row] === event) events.add(part.patient[row]);
  }
  return { patients: patients.size, samples: samples.size, events: events.size };
}
