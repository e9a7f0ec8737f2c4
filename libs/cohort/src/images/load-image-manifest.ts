import { basename, dirname, resolve } from 'node:path';
import { ContractError, type RawTable, readColumns, rowsInWords } from '@raredx/tables';
import { confinedPath } from './confined-path.ts';
import type { ImageCohort, ImageRow, LeftOut } from './image-cohort.ts';
import { imageCohortOf } from './image-cohort-of.ts';
import { ImageError } from './image-error.ts';
import { boxOf } from './manifest-box.ts';
import { type ManifestColumns, type ManifestRole, manifestColumns } from './manifest-columns.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { namedPath } from './named-path.ts';

/** What a row is read with. */
interface Reading {
  readonly table: RawTable;
  readonly columns: ManifestColumns;
  readonly attributes: ReadonlyMap<string, string>;
  readonly options: ManifestOptions;
  readonly where: string;
}

/**
 * Reads a manifest: a CSV or Parquet with a row a picture, or a row a cell of a picture. Pictures are named by a path
 * below the manifest's folder; none is opened here.
 *
 * @throws ContractError where there is no picture column, no patient, or a field that must be filled is not
 * @throws ImageError where a file is absent or outside the folder, unless `onBad: 'count'`
 */
export async function loadImageManifest(path: string, options: ManifestOptions = {}): Promise<ImageCohort> {
  const where = basename(path);
  const table = await readColumns(path, where, { asText: true });
  const names = [...table.columns.keys()];
  const columns = manifestColumns(names, options.columns ?? {}, where);
  const reading = { table, columns, attributes: attributeColumns(names, options, where), options, where };
  requireKeys(reading, names);
  const root = dirname(resolve(path));
  const paths = new Map<string, string | ImageError>();
  const rows: ImageRow[] = [];
  const leftOut: LeftOut[] = [];
  const cells = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    const file = fileOf(reading, row);
    const found = paths.get(file) ?? pathOf(root, file, options.outside);
    paths.set(file, found);
    if (typeof found !== 'string') {
      if (options.onBad !== 'count') throw found;
      leftOut.push({ file, reason: found.message.slice(found.where.length + 2) });
      continue;
    }
    const cell = cells.get(file) ?? 0;
    cells.set(file, cell + 1);
    rows.push(rowOf(reading, row, { file, path: found, cell }));
  }
  return imageCohortOf(where, rows, { notes: notesOf(reading, rows, leftOut), leftOut });
}

function pathOf(
  root: string,
  file: string,
  outside: ManifestOptions['outside'] = 'refuse',
): string | ImageError {
  try {
    return outside === 'allow' ? namedPath(root, file) : confinedPath(root, file);
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
}

function attributeColumns(
  names: readonly string[],
  { attributes = [] }: ManifestOptions,
  where: string,
): Map<string, string> {
  const wanted = attributes.filter((name) => !names.includes(`attr_${name}`));
  const absent = wanted.find((name) => !names.includes(name));
  if (absent !== undefined) {
    throw new ContractError(where, `no column ${absent}`, `the file has: ${names.join(', ')}`);
  }
  const prefixed = names.filter((name) => name.startsWith('attr_'));
  return new Map([...prefixed, ...wanted].map((name) => [name.replace(/^attr_/, ''), name]));
}

function requireKeys({ columns, options, where }: Reading, names: readonly string[]): void {
  const advice = `name it with the option columns; the file has: ${names.join(', ')}`;
  if (options.array !== undefined && columns.frame === undefined) {
    throw new ContractError(where, 'no column says which picture of the array is whose', advice);
  }
  if (columns.image === undefined && options.file === undefined && options.array === undefined) {
    throw new ContractError(where, 'no column names the pictures', advice);
  }
  for (const [, name = ''] of options.file?.matchAll(/\{([^}]*)\}/g) ?? []) {
    if (!names.includes(name)) throw new ContractError(where, `no column ${name} for the file names`, advice);
  }
  if (columns.patient === undefined && options.patient === undefined) {
    throw new ContractError(
      where,
      'no column names the patient',
      `${advice}; or declare patient: image where every picture is of another patient`,
    );
  }
}

function fileOf({ table, columns, options }: Reading, row: number): string {
  if (options.array !== undefined) return options.array.file;
  if (options.file === undefined) return text(table, columns.image, row).trim();
  return options.file.replace(/\{([^}]*)\}/g, (_, name: string) => text(table, name, row).trim());
}

function text(table: RawTable, name: string | undefined, row: number): string {
  return name === undefined ? '' : String(table.columns.get(name)?.[row] ?? '');
}

function rowOf(
  reading: Reading,
  row: number,
  { file, path, cell }: { readonly file: string; readonly path: string; readonly cell: number },
): ImageRow {
  const { table, columns, options, where } = reading;
  const field = (role: ManifestRole) => text(table, columns[role], row).trim();
  const box = boxOf(columns, field, { row, where, size: options.boxSize ?? 80 });
  const frame = frameOf(field('frame'), row, reading);
  const label = field('label');
  const unit = frame === undefined ? [file] : [file, String(frame)];
  const parts = [...unit, ...(box ? [String(cell + 1)] : [])];
  return Object.freeze({
    imageId: field('id') || parts.join('#'),
    path,
    file,
    label: label === '' || options.unlabelled?.includes(label) ? null : label,
    patient: patientOf(reading, row, unit.join('#')),
    site: field('site') || 'unknown',
    attributes: Object.freeze(
      Object.fromEntries(
        [...reading.attributes].map(([name, column]) => [name, text(table, column, row).trim() || 'unknown']),
      ),
    ),
    ...(field('split') === '' ? {} : { officialSplit: field('split') }),
    ...(box ? { box } : {}),
    ...placeOf(frame, options.array),
  });
}

function frameOf(text: string, row: number, { options, where }: Reading): number | undefined {
  if (text === '' && options.array === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ContractError(where, `frame is not a whole number in row ${row + 1}`);
}

function placeOf(
  frame: number | undefined,
  array: ManifestOptions['array'],
): Pick<ImageRow, 'frame' | 'slot'> {
  if (frame === undefined) return {};
  if (array === undefined) return { frame };
  const { width, height, channels } = array;
  return { slot: { member: null, index: frame, width, height, channels } };
}

function patientOf({ table, columns, options, where }: Reading, row: number, unit: string): string {
  if (options.patient === 'image') return unit;
  const found =
    options.patient === undefined
      ? text(table, columns.patient, row).trim()
      : (options.patient.exec(unit)?.[1] ?? '');
  if (found !== '') return found;
  const what = options.patient === undefined ? 'the patient is empty' : 'the pattern finds no patient';
  throw new ContractError(where, `${what} in row ${row + 1}`, 'every row needs its patient');
}

function notesOf(
  { columns, options, where }: Reading,
  rows: readonly ImageRow[],
  leftOut: readonly LeftOut[],
): string[] {
  const guessed = Object.entries(columns).filter(
    ([role]) =>
      options.columns?.[role as ManifestRole] === undefined &&
      !(role === 'image' && (options.file ?? options.array) !== undefined) &&
      !(role === 'patient' && options.patient !== undefined),
  );
  const centres = columns.x !== undefined && rows.some(({ box }) => box) && columns.width === undefined;
  const side = options.boxSize ?? 80;
  return [
    ...(guessed.length === 0
      ? []
      : [`${where}: guessed by name: ${guessed.map(([role, name]) => `${role} = ${name}`).join(', ')}`]),
    ...(options.patient === 'image'
      ? ['no patient is named: every file is taken as another patient, so patients with several files leak']
      : []),
    ...(columns.site === undefined ? ['no site is named: sites cannot be held apart'] : []),
    ...(centres ? [`cells are squares of ${side} pixels around the given centres`] : []),
    ...(leftOut.length === 0
      ? []
      : [`${rowsInWords(leftOut.length)} left out, their files cannot be used (first: ${leftOut[0]?.file})`]),
  ];
}
