import { ContractError } from './contract-error.ts';

/** DuckDB's messages quote the offending line, which holds a patient: only what is said here gets out. */
export function unreadable(message: string, where: string, knownLine?: number): ContractError {
  const line = knownLine ?? Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? 0);
  if (/invalid unicode|not utf-8/i.test(message)) {
    return new ContractError(
      where,
      `not utf-8 (line ${line})`,
      'convert it from what it is, for instance with iconv -f latin1 -t utf-8',
    );
  }
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (ragged) {
    const problem = `line ${line} has ${ragged[2]} fields where the header has ${ragged[1]}`;
    return new ContractError(where, problem, 'quote fields that hold a comma, or export the file again');
  }
  if (/unterminated quote/i.test(message)) {
    return new ContractError(
      where,
      `line ${line} opens a quote that is never closed`,
      'close it, or double quotes inside one',
    );
  }
  if (line > 0) return new ContractError(where, `line ${line} is not valid csv`);
  const parquet = /magic bytes|too small to be a parquet|parquet/i.test(message);
  return new ContractError(
    where,
    parquet ? 'not a readable parquet file (truncated, or another format)' : 'the file cannot be read',
    'fetch or export it again, and compare its size and checksum with the source',
  );
}
