import { closeSync, openSync, readSync } from 'node:fs';
import { ContractError } from './contract-error.ts';

const headerBytes = 1 << 20;

/**
 * The column names of a CSV's first line. DuckDB's own sniffer skips lines that do not fit its guess, so that a ragged
 * file would lose rows in silence; with the names known it need not guess.
 *
 * @throws ContractError where a name is empty or stands twice
 */
export function csvHeader(path: string, where: string): string[] {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(headerBytes);
  const length = readSync(file, bytes, 0, headerBytes, 0);
  closeSync(file);
  const names = firstRecord(bytes.toString('utf8', 0, length).replace(/^\uFEFF/, ''));
  const empty = names.indexOf('');
  if (empty >= 0) throw new ContractError(where, `the header has no name for column ${empty + 1}`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ContractError(where, `the header names ${twice} twice`);
  return names;
}

function firstRecord(text: string): string[] {
  const names: string[] = [];
  let name = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '"' && text[at + 1] === '"') {
      name += '"';
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (quoted) name += character;
    else if (character === '\n' || character === '\r') break;
    else if (character === ',') {
      names.push(name.trim());
      name = '';
    } else name += character;
  }
  return [...names, name.trim()];
}
