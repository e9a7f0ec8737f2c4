import { ConfigError } from '@raredx/experiment';
import { quantile } from '@raredx/stats';
import type { TableOne, TableOneCell, TableOneRow } from '@raredx/tables';
import { binaryOutcome } from './binary-outcome.ts';
import type { CategoryColumn, NumberColumn } from './column.ts';
import { columnOf } from './column-of.ts';
import type { Cohort } from './load-cohort.ts';
import { printedCount, printedPercent, printedValue } from './printed-numbers.ts';
import { categoricalDifference, continuousDifference } from './standardised-difference.ts';

/** One printed column: a site, or all of them; its patients, each by the rows that are theirs. */
interface Group {
  readonly site: string;
  readonly patients: readonly (readonly number[])[];
}

/** What Table 1 shows. */
export interface TableOneRequest {
  /** A column for each site, or one for all patients. */
  readonly bySite: boolean;
  readonly variables: readonly string[];
  /** A boolean column; its events head the table. */
  readonly outcome: string;
}

/**
 * Table 1: patients and events, then median [quartiles] (type 7) of numbers, n (%) of levels, and missing values where
 * there are any. Percentages are of the patients whose value is known. The SMD is the largest between two sites.
 *
 * A patient with several rows is one patient: has the event, and a level, that any of the rows has; a number by the median
 * of the rows; a missing value where no row has one. For the SMD of levels the rows of a patient share one vote.
 *
 * @param cohort the rows analysed
 */
export function tableOne(cohort: Cohort, request: TableOneRequest): TableOne {
  const every = [...cohort.site.keys()];
  const sites = request.bySite ? [...new Set(cohort.site)].sort() : ['all'];
  const groups = sites.map((site) => ({
    site,
    patients: byPatient(cohort, request.bySite ? every.filter((row) => cohort.site[row] === site) : every),
  }));
  const y = binaryOutcome(cohort, request.outcome);
  const counts = groups.map(({ site, patients }) => ({
    site,
    patients: patients.length,
    events: patients.filter((rows) => rows.some((row) => y[row] === 1)).length,
    samples: patients.reduce((sum, rows) => sum + rows.length, 0),
  }));
  const single = counts.every(({ patients, samples }) => patients === samples);
  const said = (of: 'patients' | 'samples') => counts.map((one) => countCell(one.site, one[of], null));
  const rows = [
    countRow('patients', 'Patients', said('patients')),
    ...(single ? [] : [countRow('samples', 'Samples', said('samples'))]),
  ];
  for (const name of [request.outcome, ...request.variables.filter((other) => other !== request.outcome)]) {
    rows.push(...variableRows(cohort, name, groups));
  }
  return { sites: single ? counts.map(({ samples: _, ...one }) => one) : counts, rows };
}

function byPatient(cohort: Cohort, rows: readonly number[]): readonly (readonly number[])[] {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const id = cohort.patientId[row] as string;
    const own = found.get(id);
    if (own) own.push(row);
    else found.set(id, [row]);
  }
  return [...found.values()];
}

function variableRows(cohort: Cohort, name: string, groups: readonly Group[]): TableOneRow[] {
  const column = columnOf(cohort, name);
  if (column.kind === 'text') throw new ConfigError('table 1', `${name} is text and cannot be summarised`);
  const rows = column.kind === 'number' ? numberRows(column, groups) : levelRows(column, groups);
  const missing = groups.map(({ site, patients }) => {
    const count = patients.filter((own) => own.every((row) => column.missing[row])).length;
    return countCell(site, count, patients.length);
  });
  if (missing.every((cell) => cell.count === 0)) return rows;
  const unit = column.kind === 'number' ? column.unit : null;
  return [
    ...rows,
    { variable: name, title: column.title, unit, level: null, kind: 'missing', cells: missing, smd: null },
  ];
}

function numberRows(column: NumberColumn, groups: readonly Group[]): TableOneRow[] {
  const values = groups.map(({ patients }) =>
    Float64Array.from(patients.flatMap((rows) => medianOf(column, rows))).sort(),
  );
  const cells = groups.map(({ site }, index) => quartileCell(site, values[index] as Float64Array));
  const { name: variable, title, unit } = column;
  return [
    {
      variable,
      title,
      unit,
      level: null,
      kind: 'continuous',
      cells,
      smd: largest(values, continuousDifference),
    },
  ];
}

/** None where no row of the patient has a value. */
function medianOf(column: NumberColumn, rows: readonly number[]): readonly number[] {
  const known = rows.filter((row) => !column.missing[row]).map((row) => column.values[row] as number);
  return known.length > 1 ? [quantile(Float64Array.from(known).sort(), 0.5)] : known;
}

/** What the rows of each patient hold of each level: all of one vote where they agree; nothing where none is known. */
function sharesOf(column: CategoryColumn, { patients }: Group): readonly (readonly number[])[] {
  return patients.flatMap((rows) => {
    const known = rows.filter((row) => !column.missing[row]);
    if (known.length === 0) return [];
    return [
      column.levels.map((_, code) => known.filter((row) => column.codes[row] === code).length / known.length),
    ];
  });
}

/** A boolean prints its `yes` alone: of patients with one row each the other line would say the same again. */
function levelRows(column: CategoryColumn, groups: readonly Group[]): TableOneRow[] {
  const shares = groups.map((group) => sharesOf(column, group));
  const counts = shares.map((patients) =>
    column.levels.map((_, code) => patients.filter((share) => (share[code] as number) > 0).length),
  );
  const known = shares.map((patients) => patients.length);
  const votes = shares.map((patients) =>
    column.levels.map((_, code) => patients.reduce((sum, share) => sum + (share[code] as number), 0)),
  );
  const smd = largest(votes, categoricalDifference);
  const shown = column.levels
    .map((level, code) => ({ level, code }))
    .filter(({ level }) => column.type !== 'boolean' || level === 'yes');
  return shown.map(({ level, code }, index) => ({
    variable: column.name,
    title: column.title,
    unit: null,
    level,
    kind: 'categorical',
    cells: groups.map(({ site }, group) =>
      countCell(site, counts[group]?.[code] as number, known[group] as number),
    ),
    smd: index === 0 ? smd : null,
  }));
}

function countRow(variable: string, title: string, cells: readonly TableOneCell[]): TableOneRow {
  return { variable, title, unit: null, level: null, kind: 'count', cells, smd: null };
}

function countCell(site: string, count: number, of: number | null): TableOneCell {
  const percent = of === null || of === 0 ? null : (100 * count) / of;
  const text = percent === null ? printedCount(count) : `${printedCount(count)} (${printedPercent(percent)})`;
  return { site, text, count, percent, median: null, lowerQuartile: null, upperQuartile: null };
}

function quartileCell(site: string, sorted: Float64Array): TableOneCell {
  const empty = { site, count: sorted.length, percent: null };
  if (sorted.length === 0) {
    return { ...empty, text: 'none known', median: null, lowerQuartile: null, upperQuartile: null };
  }
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q)) as [
    number,
    number,
    number,
  ];
  const text = `${printedValue(median)} [${printedValue(lowerQuartile)}, ${printedValue(upperQuartile)}]`;
  return { ...empty, text, median, lowerQuartile, upperQuartile };
}

/** The largest difference between two groups; null with one group, or where no pair has one. */
function largest<Summary>(
  groups: readonly Summary[],
  difference: (first: Summary, second: Summary) => number | null,
): number | null {
  const found = groups.flatMap((first, index) =>
    groups.slice(index + 1).map((second) => difference(first, second)),
  );
  const known = found.filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
