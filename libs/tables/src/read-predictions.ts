import { checkPredictions } from './check-predictions.ts';
import { ContractError } from './contract-error.ts';
import { numberedSamples } from './numbered-samples.ts';
import { integerCells, numberCells, numberOf, rows, textCells } from './parse-cells.ts';
import type { Predictions } from './predictions.ts';
import { type RawTable, readColumns } from './read-columns.ts';
import { repeatedRows } from './repeated-rows.ts';
import { constantColumn, type TextColumn, textColumn } from './text-column.ts';

/** How a vendor's file calls the columns; each is optional, and the contract's own names are found by themselves. */
export interface PredictionColumns {
  readonly y?: string;
  readonly p?: string;
  readonly patient?: string;
  readonly sample?: string;
  readonly site?: string;
  readonly model?: string;
  readonly label?: string;
  /** Columns to be used as subgroup attributes, besides those called `attr_…`; `a,b` names two. */
  readonly attributes?: readonly string[];
}

/**
 * Reads a predictions table (CSV or Parquet). A bare file needs only `y` and `p`: each row is then a patient, the site
 * is `unknown`, the partition `external`, and `unchecked` says what could not be checked.
 *
 * @throws ContractError naming the file, the column, the rule, how many rows and the first offender
 */
export async function readPredictions(
  path: string,
  where: string,
  names: PredictionColumns = {},
): Promise<Predictions> {
  if (names.y !== undefined && names.y === names.p)
    throw new ContractError(where, `${names.y} is named as outcome and as risk`, 'they are two columns');
  const table = await readColumns(path, where);
  const unchecked: string[] = [];
  const own = (flag: 'y' | 'p') =>
    required(table, names[flag] ?? flag, { where, flag: names[flag] ? undefined : flag });
  const y = outcomes(own('y'), names.y ?? 'y', where);
  const p = risks(own('p'), names.p ?? 'p', where);
  const rowNumbers = () => textColumn(Array.from({ length: table.rows }, (_, row) => `row-${row + 1}`));
  const text = (
    given: string | undefined,
    own: string,
    absent: () => TextColumn,
    why?: string,
  ): TextColumn => {
    const cells = given === undefined ? table.columns.get(own) : required(table, given, { where });
    if (cells) return textColumn(textCells(cells, given ?? own, { where }));
    if (why) unchecked.push(why);
    return absent();
  };
  const whole = (own: string): Int32Array => {
    const cells = table.columns.get(own);
    return cells ? integerCells(cells, own, where) : new Int32Array(table.rows).fill(-1);
  };
  const imputation = imputationsOf(table, names, where);
  const patientId = text(
    names.patient,
    'patient_id',
    rowNumbers,
    'no patient column: every row is taken as one patient',
  );
  const told = {
    patientId,
    model: text(names.model, 'model', () => constantColumn('model', table.rows)),
    label: text(names.label, 'label', () => constantColumn('outcome', table.rows)),
    repeat: whole('repeat'),
    fold: whole('fold'),
    ...(imputation ? { imputation } : {}),
  };
  const predictions: Predictions = {
    ...told,
    rows: table.rows,
    sampleId: text(names.sample, 'sample_id', () => numberedSamples(told, unchecked)),
    site: text(
      names.site,
      'site',
      () => constantColumn('unknown', table.rows),
      'no site column: sites were not compared',
    ),
    partition: text(
      undefined,
      'partition',
      () => constantColumn('external', table.rows),
      'no partition column: taken as external; that no patient was used in development could not be checked',
    ),
    y,
    p,
    ...followUp(table, where),
    attributes: attributesOf(table, names.attributes ?? [], where),
    unchecked,
  };
  const numbered = names.sample === undefined && !table.columns.has('sample_id');
  const named = names.patient !== undefined || table.columns.has('patient_id');
  const copies = numbered ? repeatedRows(table, named) : undefined;
  if (copies) unchecked.push(copies);
  checkPredictions(predictions, where);
  return predictions;
}

/** Imputations of one patient are told apart from samples of one patient by the patient's name alone. */
function imputationsOf(table: RawTable, names: PredictionColumns, where: string): Int32Array | undefined {
  const cells = table.columns.get('imputation');
  if (!cells) return undefined;
  required(table, names.patient ?? 'patient_id', { where, flag: names.patient ? undefined : 'patient' });
  return integerCells(cells, 'imputation', where);
}

/** @param flag the flag that names the column, where its own name was looked for in vain */
function required(
  table: RawTable,
  column: string,
  { where, flag }: { readonly where: string; readonly flag?: string | undefined },
): readonly unknown[] {
  const cells = table.columns.get(column);
  if (cells) return cells;
  throw new ContractError(
    where,
    `column ${column} is missing (found: ${[...table.columns.keys()].slice(0, 12).join(', ')})`,
    flag === undefined ? 'write the name as it stands in the header' : `name it with --${flag}`,
  );
}

const noOutcome =
  'write 1 (or true) where the outcome was observed and 0 (or false) where not, and leave out whose outcome is not known; of several classes each has its own row, named in the column label';

function outcomes(cells: readonly unknown[], column: string, where: string): Uint8Array {
  const words: Readonly<Record<string, number>> = { true: 1, false: 0, True: 1, False: 0, TRUE: 1, FALSE: 0 };
  const numbers = cells.map((cell) => numberOf(typeof cell === 'string' ? (words[cell] ?? cell) : cell));
  const bad = numbers.flatMap((value, row) => (value === 0 || value === 1 ? [] : [row + 1]));
  if (bad.length > 0) {
    const problem = `${column} is neither 0 nor 1 in ${rows(bad.length)} (first: row ${bad[0]})`;
    throw new ContractError(where, problem, noOutcome);
  }
  return Uint8Array.from(numbers);
}

function risks(cells: readonly unknown[], column: string, where: string): Float64Array {
  const advice =
    'a risk is written as 0.25, with a point, and not as a percentage; a patient without one has no row';
  return numberCells(cells, column, { where, advice });
}

function followUp(table: RawTable, where: string): Pick<Predictions, 'time' | 'event'> {
  const time = table.columns.get('time');
  const event = table.columns.get('event');
  if (!time || !event) return {};
  return { time: numberCells(time, 'time', { where }), event: outcomes(event, 'event', where) };
}

function attributesOf(table: RawTable, asked: readonly string[], where: string): Record<string, TextColumn> {
  const attributes: Record<string, TextColumn> = Object.create(null);
  for (const name of table.columns.keys()) {
    if (!name.startsWith('attr_')) continue;
    attributes[name.slice('attr_'.length)] = textColumn(
      textCells(table.columns.get(name) as readonly unknown[], name, { where, missing: 'unknown' }),
    );
  }
  const known = (name: string) => table.columns.has(name) || table.columns.has(`attr_${name}`);
  for (const name of asked.flatMap((given) => (known(given) ? [given] : given.split(',')))) {
    const cells = table.columns.has(`attr_${name}`)
      ? table.columns.get(`attr_${name}`)
      : required(table, name, { where });
    attributes[name] = textColumn(
      textCells(cells as readonly unknown[], name, { where, missing: 'unknown' }),
    );
    refuseIdentifier(name, attributes[name], { where, rows: table.rows });
  }
  return attributes;
}

/** A level for every other row makes a statement of each patient, named in the pack. */
function refuseIdentifier(
  name: string,
  { levels }: TextColumn,
  { where, rows: count }: { readonly where: string; readonly rows: number },
): void {
  if (levels.length <= 50 || levels.length <= count / 2) return;
  throw new ContractError(
    where,
    `attribute ${name} has ${levels.length} levels in ${rows(count)}: it names rows, not groups`,
    'leave it out, or put its values into bands',
  );
}
