import { basename, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import {
  ContractError,
  numberCells,
  type RawTable,
  readColumns,
  rowsInWords,
  textCells,
} from '@raredx/tables';
import type { MonitorRequest } from './monitor-request.ts';
import type { Reference } from './open-reference.ts';
import { orderOf } from './order-of.ts';
import type { NamedSample, WatchedTable } from './watched-table.ts';

type Cells = readonly unknown[];

/**
 * New predictions of the watched model, in their order. Unlike the predictions contract, outcomes may be missing: a column
 * with empty cells, or none.
 *
 * @throws ContractError on what is no predictions table; ConfigError where it holds other models or outcomes
 */
export async function readFresh(request: MonitorRequest, reference: Reference): Promise<WatchedTable> {
  const where = basename(request.predictions);
  const table = await readColumns(resolve(request.predictions), where);
  const unchecked: string[] = [];
  const rows = watchedRows(table, { reference, where, unchecked });
  const pick = (cells: Cells): Cells => rows.map((row) => cells[row]);
  const column = (given: string | undefined, own: string): Cells | undefined => {
    if (given !== undefined && !table.columns.has(given)) throw missing(table, given, where);
    const cells = table.columns.get(given ?? own);
    return cells && pick(cells);
  };
  const risks = risksOf(column(request.p, 'p') ?? absent(table, 'p', where), {
    where,
    name: request.p ?? 'p',
    rows,
  });
  const outcomes = outcomesOf(column(request.y, 'y'), { where, name: request.y ?? 'y', rows });
  const patients = column(request.patient, 'patient_id');
  if (!patients) unchecked.push('no patient column: every row is taken as one patient');
  const patient = patients
    ? textCells(patients, request.patient ?? 'patient_id', { where })
    : rows.map((row) => `row-${row + 1}`);
  const samples = column(request.sample, 'sample_id');
  const sample = samples ? textCells(samples, request.sample ?? 'sample_id', { where }) : numbered(patient);
  const attributes = attributesOf(table, { request, reference, where, pick });
  const latency =
    request.latency === undefined
      ? undefined
      : latenciesOf(column(request.latency, 'latency') as Cells, request.latency, where);
  const order =
    request.order === undefined
      ? rows.map((_, i) => i)
      : orderOf(column(request.order, '') as Cells, request.order, where);
  refuseRepeats(table, { sample, pick, where });
  const all = order.map(
    (i): NamedSample => ({
      sample: sample[i] as string,
      patient: patient[i] as string,
      risk: risks[i] as number,
      outcome: outcomes?.[i] ?? null,
      attributes: Object.fromEntries(attributes.map(({ name, values }) => [name, values[i] as string])),
      latency: latency?.[i] ?? null,
    }),
  );
  if (request.order === undefined)
    unchecked.push('no --order: the rows are taken to stand in the order of time');
  if (reference.partition === 'internal')
    unchecked.push('the reference is internal: its risks are out of fold, not of the model in use');
  unchecked.push(...togetherWith(table, rows), ...inBoth(patients ? patient : [], reference));
  return { samples: oneASample(all), unchecked };
}

function togetherWith(table: RawTable, rows: readonly number[]): readonly string[] {
  const cells = table.columns.get('partition');
  const found = new Set(cells ? rows.map((row) => String(cells[row])) : []);
  return found.size > 1 ? [`partitions are taken together (${[...found].slice(0, 5).join(', ')})`] : [];
}

/** Both sides must be different patients: the tests take them to be independent. */
function inBoth(patient: readonly string[], { samples }: Reference): readonly string[] {
  const known = new Set(samples.map((one) => one.patient));
  const shared = new Set(patient.filter((one) => known.has(one))).size;
  return shared > 0
    ? [`${shared} of the new patients are in the reference too: the two sides are not independent`]
    : [];
}

interface Place {
  readonly where: string;
  readonly name: string;
  readonly rows: readonly number[];
}

function missing(table: RawTable, name: string, where: string): ContractError {
  const found = [...table.columns.keys()].slice(0, 12).join(', ');
  return new ContractError(
    where,
    `column ${name} is missing (found: ${found})`,
    'write the name as it stands in the header',
  );
}

function absent(table: RawTable, name: string, where: string): never {
  const found = [...table.columns.keys()].slice(0, 12).join(', ');
  throw new ContractError(where, `column ${name} is missing (found: ${found})`, `name it with --${name}`);
}

/** Rows of the watched model and outcome; a table that names neither is taken to be of them. */
function watchedRows(
  table: RawTable,
  {
    reference,
    where,
    unchecked,
  }: { readonly reference: Reference; readonly where: string; readonly unchecked: string[] },
): readonly number[] {
  const wanted = [
    ['model', reference.model, reference.models],
    ['label', reference.label, reference.labels],
  ] as const;
  let rows: readonly number[] = Array.from({ length: table.rows }, (_, row) => row);
  for (const [name, value, known] of wanted) {
    const cells = table.columns.get(name);
    if (!cells) {
      if (known.length > 1) unchecked.push(`no ${name} column: all rows are taken to be of ${value}`);
      continue;
    }
    rows = rows.filter((row) => String(cells[row]) === value);
    if (rows.length > 0) continue;
    const found = [...new Set(cells.map(String))].slice(0, 5).join(', ');
    throw new ConfigError(
      where,
      `no row of the ${name} ${value} (found: ${found})`,
      `name one of the reference with --${name}`,
    );
  }
  return rows;
}

function risksOf(cells: Cells, { where, name, rows }: Place): Float64Array {
  const advice = 'a risk is written as 0.25, with a point, and not as a percentage';
  const values = numberCells(cells, name, { where, advice });
  const bad = values.findIndex((risk) => !(risk >= 0 && risk <= 1));
  if (bad < 0) return values;
  const count = values.filter((risk) => !(risk >= 0 && risk <= 1)).length;
  throw new ContractError(
    where,
    `${name} outside [0, 1] in ${rowsInWords(count)} (first: row ${(rows[bad] as number) + 1}, p = ${values[bad]})`,
    'p is a predicted risk: apply the inverse logit to a logit, divide a percentage by 100',
  );
}

const outcomeWords: Readonly<Record<string, 0 | 1>> = {
  '0': 0,
  '1': 1,
  true: 1,
  false: 0,
  '0.0': 0,
  '1.0': 1,
};

function outcomesOf(
  cells: Cells | undefined,
  { where, name, rows }: Place,
): readonly (0 | 1 | null)[] | undefined {
  return cells?.map((cell, i) => {
    const text = cell === null || cell === undefined ? '' : String(cell).trim().toLowerCase();
    if (text === '') return null;
    const outcome = outcomeWords[text];
    if (outcome !== undefined) return outcome;
    throw new ContractError(
      where,
      `${name} is neither 0 nor 1 (first: row ${(rows[i] as number) + 1})`,
      'leave the cell empty where the outcome is not known yet',
    );
  });
}

function latenciesOf(cells: Cells, name: string, where: string): Float64Array {
  const values = numberCells(cells, name, { where });
  const bad = values.findIndex((value) => value < 0);
  if (bad >= 0) throw new ContractError(where, `${name} is negative (first: row ${bad + 1})`);
  return values;
}

/** A patient's first row is the patient, further rows are numbered. */
function numbered(patient: readonly string[]): readonly string[] {
  const turns = new Map<string, number>();
  return patient.map((one) => {
    const turn = (turns.get(one) ?? 0) + 1;
    turns.set(one, turn);
    return turn === 1 ? one : `${one}#${turn}`;
  });
}

function attributesOf(
  table: RawTable,
  {
    request,
    reference,
    where,
    pick,
  }: {
    readonly request: MonitorRequest;
    readonly reference: Reference;
    readonly where: string;
    readonly pick: (cells: Cells) => Cells;
  },
) {
  const names = Object.keys(reference.samples[0]?.attributes ?? {});
  const asked = request.attr.flatMap((one) => one.split(','));
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(
      '--attr',
      `no attribute of the reference (${unknown})`,
      `known: ${names.join(', ') || 'none'}`,
    );
  }
  return names.flatMap((name) => {
    const cells = table.columns.get(`attr_${name}`) ?? table.columns.get(name);
    if (!cells && asked.includes(name)) throw missing(table, name, where);
    return cells ? [{ name, values: textCells(pick(cells), name, { where, missing: 'unknown' }) }] : [];
  });
}

/** A sample stands once, or once a repeat, fold and imputation. */
function refuseRepeats(
  table: RawTable,
  {
    sample,
    pick,
    where,
  }: { readonly sample: readonly string[]; readonly pick: (cells: Cells) => Cells; readonly where: string },
): void {
  const others = ['repeat', 'fold', 'imputation'].flatMap((name) => {
    const cells = table.columns.get(name);
    return cells ? [pick(cells)] : [];
  });
  const seen = new Set<string>();
  let twice = 0;
  let first = -1;
  sample.forEach((one, i) => {
    const key = JSON.stringify([one, ...others.map((cells) => String(cells[i]))]);
    if (seen.has(key) && twice++ === 0) first = i;
    seen.add(key);
  });
  if (twice === 0) return;
  throw new ContractError(
    where,
    `a sample stands twice in ${rowsInWords(twice)} (first: the ${first + 1}th of the model's rows)`,
    'name the sample column with --sample where a patient has several rows',
  );
}

/** Risks of repeats are averaged; the first row gives the rest. */
function oneASample(all: readonly NamedSample[]): readonly NamedSample[] {
  const groups = new Map<string, NamedSample[]>();
  for (const one of all) {
    const group = groups.get(one.sample);
    if (group) group.push(one);
    else groups.set(one.sample, [one]);
  }
  return [...groups.values()].map((group) => ({
    ...(group[0] as NamedSample),
    risk: group.reduce((sum, { risk }) => sum + risk, 0) / group.length,
  }));
}
