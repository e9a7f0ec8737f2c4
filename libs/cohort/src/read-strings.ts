import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { ContractError } from '@raredx/tables';
import { csvHeader } from './csv-header.ts';

/** A file's cells as it spells them; null for an empty field. */
export interface Strings {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: readonly (readonly (string | null)[])[];
}

/** The header of a CSV is looked for in this many bytes. */
const headerBytes = 1 << 20;

/**
 * Reads a CSV or Parquet file through DuckDB with every value as text: no type is guessed, so `00012` stays `00012`
 * and each cell is judged by the declared schema alone.
 *
 * @param where the file as errors name it
 * @throws ContractError when the file is missing, empty, truncated, ragged or not UTF-8
 */
export async function readStrings(path: string, where: string): Promise<Strings> {
  await access(path, constants.R_OK).catch(() => {
    throw new ContractError(where, 'there is no such file, or it cannot be read', `looked for ${path}`);
  });
  const { size } = await stat(path);
  if (size === 0) throw new ContractError(where, 'the file is empty (0 bytes)', 'fetch or export it again');
  const csv = /\.csv$/i.test(path);
  const table = csv ? await csvTable(path, where) : `read_parquet(${literal(globEscaped(path))})`;
  const strings = await queried(table, where);
  if (strings.rows === 0) throw new ContractError(where, 'the file has a header but no rows');
  return strings;
}

async function csvTable(path: string, where: string): Promise<string> {
  const file = await open(path);
  const { buffer, bytesRead } = await file
    .read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    .finally(() => file.close());
  const names = csvHeader(buffer.toString('utf8', 0, bytesRead));
  if (names.some((name) => name.includes('\uFFFD'))) throw notUtf8(where, 1);
  const nameless = names.findIndex((name) => name.trim() === '');
  if (nameless >= 0) throw new ContractError(where, `column ${nameless + 1} of the header has no name`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ContractError(where, `two columns are named ${twice}`);
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
  return (
    `read_csv(${literal(globEscaped(path))}, auto_detect = false, header = true, columns = {${columns}}, ` +
    `delim = ',', quote = '"', escape = '"', strict_mode = true, allow_quoted_nulls = false)`
  );
}

async function queried(table: string, where: string): Promise<Strings> {
  // Imported here so that a program that loads no cohort does not load the native database.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`select columns(*)::varchar from ${table}`);
    const columns = reader.getColumns() as (string | null)[][];
    return { names: reader.columnNames(), rows: reader.currentRowCount, columns };
  } catch (error) {
    throw readable(String((error as Error).message), where);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** DuckDB's messages quote the offending line, which holds a patient: only what is said here gets out. */
function readable(message: string, where: string): ContractError {
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? 0);
  if (/invalid unicode|not utf-8/i.test(message)) return notUtf8(where, line);
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (ragged) {
    const problem = `line ${line} has ${ragged[2]} fields where the header has ${ragged[1]}`;
    return new ContractError(where, problem, 'quote fields that hold a comma, or export the file again');
  }
  if (/unterminated quote/i.test(message)) {
    return new ContractError(where, `line ${line} opens a quote that is never closed`);
  }
  if (line > 0) return new ContractError(where, `line ${line} is not valid csv`);
  const parquet = /magic bytes|too small to be a parquet|parquet/i.test(message);
  return new ContractError(
    where,
    parquet ? 'not a readable parquet file (truncated, or another format)' : 'the file cannot be read',
    'fetch or export it again, and compare its size and checksum with the source',
  );
}

function notUtf8(where: string, line: number): ContractError {
  return new ContractError(where, `not utf-8 (line ${line})`, 'convert it, for instance with iconv -t utf-8');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes a path for a glob pattern. */
function globEscaped(path: string): string {
  return path.replace(/[*?[\]]/g, '[$&]');
}
