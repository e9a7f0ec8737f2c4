import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { ContractError } from './contract-error.ts';
import { csvHeader } from './csv-header.ts';
import { unreadable } from './unreadable.ts';

/** A file's columns as they stand in it; CSV cells are text, so `00012` stays `00012`; null is an empty cell. */
export interface RawTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** The header of a CSV is looked for in this many bytes. */
const headerBytes = 1 << 20;

/**
 * Reads a CSV (comma, header, quoted where needed) or a Parquet file through DuckDB.
 *
 * @param path ends in .csv or .parquet
 * @param where how the file is called in an error
 * @param options `asText`: the cells of a Parquet as text too, so that a declared schema alone judges them
 * @throws ContractError where the file is missing, empty, truncated, ragged or not UTF-8
 */
export async function readColumns(
  path: string,
  where: string,
  options: { readonly asText?: boolean } = {},
): Promise<RawTable> {
  const kind = /\.(csv|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory())
    throw new ContractError(
      where,
      'a folder, not a table',
      'name the file in it, as in DIR/predictions.parquet',
    );
  if (kind === undefined)
    throw new ContractError(where, 'neither .csv nor .parquet', 'export it as one of the two');
  await access(path, constants.R_OK).catch(() => {
    throw new ContractError(
      where,
      'there is no such file, or it cannot be read',
      'check the path, from the folder you are in, and who may read the file',
    );
  });
  if (found?.size === 0)
    throw new ContractError(where, 'the file is empty (0 bytes)', 'fetch or export it again');
  const source =
    kind === 'csv' ? await csvSource(path, where) : `read_parquet(${literal(globEscaped(path))})`;
  const table = await queried(source, where, options.asText === true ? 'columns(*)::varchar' : '*');
  if (table.rows === 0)
    throw new ContractError(where, 'the file has a header but no rows', 'export it again');
  return table;
}

/**
 * DuckDB's own sniffer skips lines that do not fit its guess, so that a ragged file would lose rows in silence; with
 * the names known it need not guess.
 */
async function csvSource(path: string, where: string): Promise<string> {
  const file = await open(path);
  const { buffer, bytesRead } = await file
    .read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    .finally(() => file.close());
  refuseWide(buffer.subarray(0, bytesRead), where);
  const names = csvHeader(buffer.toString('utf8', 0, bytesRead));
  if (names.some((name) => name.includes('\u0000')))
    throw new ContractError(where, 'not a text file', 'name a .csv of text, or a .parquet by that name');
  if (names.some((name) => name.includes('\uFFFD'))) throw unreadable('not utf-8', where, 1);
  refuseOtherSeparator(names, where);
  const nameless = names.findIndex((name) => name.trim() === '');
  if (nameless >= 0)
    throw new ContractError(
      where,
      `column ${nameless + 1} of the header has no name`,
      'name it in the first line, or take the column out',
    );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ContractError(where, `two columns are named ${twice}`, 'rename one of them');
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
  return (
    `read_csv(${literal(globEscaped(path))}, auto_detect = false, header = true, columns = {${columns}}, ` +
    `delim = ',', quote = '"', escape = '"', strict_mode = true, allow_quoted_nulls = false)`
  );
}

/** Text of another width, which spreadsheets call Unicode. */
function refuseWide(bytes: Uint8Array, where: string): void {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide)
    throw new ContractError(
      where,
      'utf-16, not utf-8',
      'convert it, for instance with iconv -f utf-16 -t utf-8',
    );
}

/** A spreadsheet of a country with decimal commas writes semicolons, and its numbers could not be read either. */
function refuseOtherSeparator(names: readonly string[], where: string): void {
  const [only] = names;
  const separator =
    names.length > 1 ? null : only?.includes(';') ? 'semicolons' : only?.includes('\t') ? 'tabs' : null;
  if (separator === null) return;
  throw new ContractError(
    where,
    `the columns are separated by ${separator}, not by commas`,
    'export it again with commas between the columns and points in the numbers',
  );
}

async function queried(source: string, where: string, selection: string): Promise<RawTable> {
  // Imported here so that a program that reads no table does not load the native database.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const result = await connection.stream(`select ${selection} from ${source}`);
    const names = result.columnNames();
    const columns = names.map((): unknown[] => []);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      for (let c = 0; c < names.length; c++) {
        const vector = chunk.getColumnVector(c);
        const column = columns[c] as unknown[];
        for (let r = 0; r < chunk.rowCount; r++) column.push(vector.getItem(r));
      }
    }
    const table = new Map(names.map((name, c) => [name, columns[c] as unknown[]]));
    return { rows: columns[0]?.length ?? 0, columns: table };
  } catch (error) {
    throw unreadable(String((error as Error).message), where);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes a path for a glob pattern. */
function globEscaped(path: string): string {
  return path.replace(/[*?[\]]/g, '[$&]');
}
