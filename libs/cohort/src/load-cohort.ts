import { readFile } from 'node:fs/promises';
import { ContractError, type RawTable, readColumns, sha256 } from '@raredx/tables';
import type { Column, TypedTable } from './column.ts';
import type { DeclaredColumn } from './dataset-declaration.ts';
import { deriveColumn } from './derive-column.ts';
import type { Dataset } from './load-dataset.ts';
import { type Breach, parseColumn } from './parse-column.ts';

/** A dataset's rows, typed and checked. All arrays are `rows` long; row numbers in errors count from 1. */
export interface Cohort extends TypedTable {
  readonly dataset: Dataset;
  /** The unit of independence. */
  readonly patientId: readonly string[];
  /** The row's own key; equals the patient where there is one row a patient. */
  readonly sampleId: readonly string[];
  /** Labels of the declared site column. */
  readonly site: readonly string[];
  /** SHA-256 of the data file. */
  readonly fileHash: string;
  /** What was tolerated as declared, for instance undeclared columns. */
  readonly warnings: readonly string[];
}

export interface LoadOptions {
  /** Names in the file of columns that may be absent, and are then missing in every row; the site is then `new`. */
  readonly mayLack?: ReadonlySet<string>;
  /** Centres that nobody declared are taken as they stand. */
  readonly newSites?: boolean;
}

/**
 * Reads a dataset's file and checks every value against its declaration. Eligibility is declared but not applied:
 * see `eligibleCohort`.
 *
 * @throws ContractError naming file, column, rule, how many rows and the first of them; never a patient's value
 */
export async function loadCohort(
  dataset: Dataset,
  { mayLack = new Set(), newSites = false }: LoadOptions = {},
): Promise<Cohort> {
  const table = await readColumns(dataset.path, dataset.where, { asText: true });
  const warnings = headerWarnings(dataset, [...table.columns.keys()], mayLack);
  const columns = typedColumns(newSites ? withNewSites(dataset, table) : dataset, table);
  const patientId =
    dataset.patient === undefined
      ? Array.from({ length: table.rows }, (_, row) => `row-${row + 1}`)
      : keyColumn(columns, dataset.patient, dataset.where);
  const sampleId =
    dataset.sample === undefined ? patientId : keyColumn(columns, dataset.sample, dataset.where);
  requireUnique(sampleId, dataset);
  return Object.freeze({
    dataset,
    rows: table.rows,
    patientId,
    sampleId,
    site: siteOf(dataset, table, columns),
    columns,
    fileHash: sha256(await readFile(dataset.path)),
    warnings,
  });
}

/** Patients of whom no centre was said come from one that nobody knows. */
function siteOf(
  dataset: Dataset,
  table: RawTable,
  columns: Readonly<Record<string, Column>>,
): readonly string[] {
  if (dataset.site === undefined) return new Array<string>(table.rows).fill('all');
  const declared = dataset.columns.find((column) => (column.as ?? column.name) === dataset.site);
  if (declared && !table.columns.has(declared.name)) return new Array<string>(table.rows).fill('new');
  return keyColumn(columns, dataset.site, dataset.where);
}

/** The declaration with a level for every centre in the file. */
function withNewSites(dataset: Dataset, { columns }: RawTable): Dataset {
  const widened = dataset.columns.map((column) => {
    if ((column.as ?? column.name) !== dataset.site || column.type !== 'category') return column;
    const known = new Set(column.levels.map(({ code }) => code));
    const cells = new Set((columns.get(column.name) ?? []) as readonly (string | null)[]);
    const added = [...cells]
      .map((cell) => cell?.trim() ?? '')
      .filter((cell) => cell !== '' && !known.has(cell) && !column.missing.includes(cell))
      .sort();
    return { ...column, levels: [...column.levels, ...added.map((code) => ({ code, label: code }))] };
  });
  return { ...dataset, columns: widened };
}

function headerWarnings(
  dataset: Dataset,
  names: readonly string[],
  mayLack: ReadonlySet<string>,
): readonly string[] {
  const declared = dataset.columns.map((column) => column.name);
  const absent = declared.filter((name) => !names.includes(name) && !mayLack.has(name));
  if (absent.length > 0) {
    const problem = `missing ${absent.length === 1 ? 'column' : 'columns'} (${absent.join(', ')})`;
    throw new ContractError(dataset.where, problem, `the file has: ${names.join(', ')}`);
  }
  const extra = names.filter((name) => !declared.includes(name));
  if (extra.length === 0) return [];
  const problem = `undeclared ${extra.length === 1 ? 'column' : 'columns'} (${extra.join(', ')})`;
  if (dataset.undeclared === 'error') {
    const advice = 'declare them in dataset.yaml, or say undeclared: warn there to leave them out';
    throw new ContractError(dataset.where, problem, advice);
  }
  return [`${dataset.where}: ${problem}, left out`];
}

function typedColumns(dataset: Dataset, table: RawTable): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = {};
  const complaints: string[] = [];
  for (const declared of dataset.columns) {
    const cells = (table.columns.get(declared.name) ?? new Array<null>(table.rows).fill(null)) as (
      | string
      | null
    )[];
    const { column, breaches } = parseColumn(declared, cells);
    columns[column.name] = column;
    complaints.push(...breaches.map((breach) => complaint(declared, breach)));
  }
  const [first, ...others] = complaints;
  if (first !== undefined) {
    const also = others.length > 0 ? `; also: ${others.join('; ')}` : '';
    throw new ContractError(dataset.where, first, `row 1 is the first after the header${also}`);
  }
  for (const declared of dataset.derived) columns[declared.name] = deriveColumn(declared, columns);
  return Object.freeze(columns);
}

function complaint(declared: DeclaredColumn, { rule, rows }: Breach): string {
  return `column ${declared.name}: ${rule} in ${counted(rows)}`;
}

function counted(rows: readonly number[]): string {
  const shown = rows.slice(0, 5).join(', ');
  const count = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  return `${count} (${rows.length > 5 ? 'first: ' : ''}${rows.length === 1 ? 'row' : 'rows'} ${shown})`;
}

function keyColumn(
  columns: Readonly<Record<string, Column>>,
  name: string,
  where: string,
): readonly string[] {
  const column = columns[name] as Column;
  const blank = [...column.missing.keys()].filter((row) => column.missing[row]).map((row) => row + 1);
  if (blank.length > 0) throw new ContractError(where, `column ${name}: missing in ${counted(blank)}`);
  if (column.kind === 'number') return Array.from(column.values, String);
  if (column.kind === 'text') return column.values;
  return Array.from(column.codes, (code) => column.levels[code] as string);
}

function requireUnique(keys: readonly string[], dataset: Dataset): void {
  const seen = new Set<string>();
  const again: number[] = [];
  keys.forEach((key, row) => {
    if (seen.has(key)) again.push(row + 1);
    seen.add(key);
  });
  if (again.length === 0) return;
  const name = dataset.sample ?? dataset.patient ?? 'patient';
  const advice =
    dataset.sample === undefined
      ? 'one row a patient is expected; where there are several, declare their key as sample in dataset.yaml'
      : 'each row needs its own key';
  throw new ContractError(dataset.where, `column ${name}: key used again in ${counted(again)}`, advice);
}
