import { gammaCdf } from '@raredx/stats';
import type { LeakCheck } from '@raredx/tables';
import type { Column } from './column.ts';
import { columnOf } from './column-of.ts';
import { notChecked } from './leak-overlap.ts';
import type { LeakQuestion } from './leak-question.ts';
import type { Cohort } from './load-cohort.ts';

/** An excess over chance with a smaller probability than this is not taken for chance. */
const tooRare = 0.001;

/**
 * External rows that equal a development row in all predictors and the outcome. With few coarse predictors that is
 * coincidence, as often as a development row equals one of another development patient; more than that is worth a look.
 */
export function duplicateRows({ cohort, predictors, outcome, partition }: LeakQuestion): LeakCheck {
  const check = 'duplicate_rows';
  if (!partition) return notChecked(check, 'no partition was given');
  const keyOf = rowKey([...predictors, outcome].map((name) => columnOf(cohort, name)));
  const patients = new Map<string, Set<string>>();
  for (const row of partition.development) {
    const key = keyOf(row);
    patients.set(key, (patients.get(key) ?? new Set()).add(cohort.patientId[row] as string));
  }
  const twins = Array.from(partition.external).filter((row) => patients.has(keyOf(row))).length;
  const inside = Array.from(partition.development).filter((row) => (patients.get(keyOf(row))?.size ?? 0) > 1);
  const rate = inside.length / Math.max(1, partition.development.length);
  const examined = partition.external.length;
  const expected = examined * rate;
  const spread = Math.sqrt(expected * (1 - rate));
  const excess = twins > Math.max(expected + 4 * spread, 1);
  const message =
    `${twins} of ${examined} external rows equal a development row in all predictors and the outcome; ` +
    `about ${expected.toFixed(0)} are expected, as rows of different development patients are equal that often`;
  return { check, verdict: excess ? 'warning' : 'clean', examined, offenders: excess ? twins : 0, message };
}

/**
 * Pairs of rows under different patient identifiers that are equal in every column of the file, follow-up included
 * (identifiers and site aside). Expected by chance: pairs that differ in the finest column only, times the odds that
 * this column agrees where others do not. More pairs than chance gives (Poisson) are the same patients twice: a leak
 * where a pair can be torn apart by partition or fold.
 */
export function duplicateRecords({ cohort, partition, split }: LeakQuestion): LeakCheck {
  const check = 'duplicate_records';
  const columns = Object.values(cohort.columns).filter((column) => isRecorded(cohort, column));
  const [finest, ...others] = columns.sort((a, b) => agreementRate(a) - agreementRate(b));
  if (!finest || others.length === 0) return notChecked(check, 'too few columns to tell records apart');
  const full = pairsOf(cohort, rowKey(columns));
  const nearly = pairsOf(cohort, rowKey(others)).count - full.count;
  const rate = rateElsewhere(finest, { full: full.count, nearly });
  const expected = rate < 1 ? (nearly * rate) / (1 - rate) : Number.POSITIVE_INFINITY;
  const chance = full.count === 0 ? 1 : expected === 0 ? 0 : gammaCdf(Math.min(expected, 1e300), full.count);
  const message =
    `${full.count} pairs of patients are equal in all ${columns.length} recorded columns; ` +
    `about ${Number.isFinite(expected) ? expected.toFixed(1) : 'all'} expected by chance${firstRows(full.rows)}`;
  const facts = { check, examined: cohort.rows, message };
  if (chance >= tooRare) return { ...facts, verdict: 'clean', offenders: 0 };
  const torn = full.pairs.some(([first, second]) => tornApart({ cohort, partition, split }, first, second));
  return { ...facts, verdict: torn ? 'leak' : 'warning', offenders: full.count };
}

function firstRows(rows: readonly number[]): string {
  const first = rows.slice(0, 6).map((row) => row + 1);
  return first.length > 0 ? ` (first: rows ${first.join(', ')})` : '';
}

/** Columns of the file that describe the patient: not derived, not an identifier, not the site. */
function isRecorded({ dataset }: Cohort, column: Column): boolean {
  const keys = [dataset.patient, dataset.sample, dataset.site];
  return column.from === null && column.role !== 'identifier' && !keys.includes(column.name);
}

function valueAt(column: Column, row: number): string | number {
  return column.missing[row]
    ? ''
    : ((column.kind === 'category' ? column.codes : column.values)[row] as number);
}

function rowKey(columns: readonly Column[]): (row: number) => string {
  return (row) => JSON.stringify(columns.map((column) => valueAt(column, row)));
}

/** How probable it is that two different rows have the same value. */
function agreementRate(column: Column): number {
  const counts = new Map<string | number, number>();
  const rows = column.missing.length;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(column, row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return rows < 2 ? 1 : pairs / (rows * (rows - 1));
}

/** The same among pairs that differ somewhere else, so that copies do not make their own agreement look usual. */
function rateElsewhere(column: Column, equal: { readonly full: number; readonly nearly: number }): number {
  const pairs = (column.missing.length * (column.missing.length - 1)) / 2;
  const others = pairs - equal.full - equal.nearly;
  return others > 0 ? Math.max(0, agreementRate(column) * pairs - equal.full) / others : 1;
}

interface Pairs {
  readonly count: number;
  /** Rows that are in a pair, ascending. */
  readonly rows: readonly number[];
  /** Neighbouring rows of each group of equals: enough to see whether a group is torn apart. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Pairs of rows with the same key and different patients. */
function pairsOf(cohort: Cohort, keyOf: (row: number) => string): Pairs {
  const groups = new Map<string, Map<string, number>>();
  for (let row = 0; row < cohort.rows; row++) {
    const key = keyOf(row);
    const group = groups.get(key) ?? new Map<string, number>();
    const patient = cohort.patientId[row] as string;
    if (!group.has(patient)) group.set(patient, row);
    groups.set(key, group);
  }
  const equal = [...groups.values()].filter((group) => group.size > 1).map((group) => [...group.values()]);
  return {
    count: equal.reduce((sum, rows) => sum + (rows.length * (rows.length - 1)) / 2, 0),
    rows: equal.flat().sort((a, b) => a - b),
    pairs: equal.flatMap((rows) => rows.slice(1).map((row, index) => [rows[index] as number, row] as const)),
  };
}

/** Whether two rows are on different sides of the partition, or in different folds of a repeat. */
function tornApart(
  {
    cohort,
    partition,
    split,
  }: Pick<LeakQuestion, 'cohort'> & { [K in 'partition' | 'split']: LeakQuestion[K] },
  first: number,
  second: number,
): boolean {
  if (partition && partition.external.includes(first) !== partition.external.includes(second)) return true;
  if (!split) return false;
  const [one, other] = [first, second].map((row) => split.patients.indexOf(cohort.patientId[row] as string));
  return split.assignment.some((dealt) => dealt[one as number] !== dealt[other as number]);
}
