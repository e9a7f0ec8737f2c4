import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ContractError } from './contract-error.ts';
import { csvHeader } from './csv-header.ts';

/** A file's columns as they stand in it; CSV cells are text, so `00012` stays `00012`; null is an empty cell. */
export interface RawTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
  /** True where cells are text still to be parsed. */
  readonly text: boolean;
}

/**
 * Reads a CSV (comma, header, quoted where needed) or a Parquet file through DuckDB.
 *
 * @param path ends in .csv or .parquet
 * @param where how the file is called in an error
 * @throws ContractError where the file is missing, empty, truncated or ragged
 */
export async function readColumns(path: string, where: string): Promise<RawTable> {
  const kind = extname(path).toLowerCase();
  if (kind !== '.csv' && kind !== '.parquet') {
    throw new ContractError(where, `neither .csv nor .parquet (${kind || 'no extension'})`);
  }
  if (!existsSync(path)) throw new ContractError(where, 'no such file');
  if (statSync(path).size === 0) throw new ContractError(where, 'the file is empty (0 bytes)');
  if (kind === '.parquet') assertWholeParquet(path, where);
  const source = kind === '.csv' ? csvSource(path, where) : `read_parquet(${literal(path)})`;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    const result = await connection.stream(`select * from ${source}`);
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
    return { rows: columns[0]?.length ?? 0, columns: table, text: kind === '.csv' };
  } catch (error) {
    throw new ContractError(
      where,
      `not a readable ${kind.slice(1)} (${reason(error)})`,
      'check that the file is complete',
    );
  } finally {
    instance.closeSync();
  }
}

/** DuckDB's first line, without the path (it may name a person's folder) and without cell contents. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const expected = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (expected) return `line ${line}: ${expected[2]} cells where the header has ${expected[1]}`;
  if (/unicode|utf-?8/i.test(message)) return `${line ? `line ${line}: ` : ''}not utf-8`;
  if (line) return `line ${line} breaks the format`;
  const first = message.split('\n')[0] ?? message;
  return first
    .replace(/"[^"]*"|'[^']*'/g, '…')
    .replace(/\.$/, '')
    .slice(0, 160)
    .toLowerCase();
}

function csvSource(path: string, where: string): string {
  const columns = csvHeader(path, where).map((name) => `${literal(name)}: 'VARCHAR'`);
  const dialect =
    "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false";
  return `read_csv(${literal(path)}, auto_detect = false, columns = {${columns.join(', ')}}, ${dialect}, strict_mode = true)`;
}

function literal(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}

function assertWholeParquet(path: string, where: string): void {
  const size = statSync(path).size;
  const file = openSync(path, 'r');
  try {
    const edge = Buffer.alloc(4);
    readSync(file, edge, 0, 4, 0);
    const head = edge.toString('latin1');
    readSync(file, edge, 0, 4, Math.max(0, size - 4));
    if (head !== 'PAR1') throw new ContractError(where, 'not a parquet file (its first bytes are not PAR1)');
    if (size < 12 || edge.toString('latin1') !== 'PAR1') {
      throw new ContractError(where, 'the parquet file is truncated (no footer)', 'copy or export it again');
    }
  } finally {
    closeSync(file);
  }
}
