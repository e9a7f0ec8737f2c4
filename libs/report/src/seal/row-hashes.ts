import { hashLength } from './merkle-tree.ts';
import type { PredictionLeaves } from './prediction-leaves.ts';

/** Enough to find a changed row; that a row was changed is shown by the Merkle root, which uses whole hashes. */
const digits = 8;

/** `rows.sha256`: the first 8 hex digits of each row's leaf hash, a line a row, in key order. */
export function encodeRowHashes({ order, hashes }: PredictionLeaves): string {
  const lines = new Array<string>(order.length);
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  for (let k = 0; k < order.length; k++) {
    lines[k] = bytes.toString('hex', k * hashLength, k * hashLength + digits / 2);
  }
  return lines.map((line) => `${line}\n`).join('');
}

export interface RowChanges {
  /** Rows of the table (0-based) that are not among the sealed ones. */
  readonly unsealed: readonly number[];
  /** Sealed rows, by their place in key order (0-based), that the table no longer holds. */
  readonly lost: readonly number[];
}

/** Finds the rows of a table that differ from those sealed. */
export function changedRows(sealed: string, leaves: PredictionLeaves): RowChanges {
  const before = sealed.split('\n').slice(0, -1);
  const after = encodeRowHashes(leaves).split('\n').slice(0, -1);
  const places = new Map<string, number[]>();
  before.forEach((line, place) => {
    const known = places.get(line);
    if (known) known.push(place);
    else places.set(line, [place]);
  });
  const unsealed: number[] = [];
  after.forEach((line, place) => {
    if (places.get(line)?.shift() === undefined) unsealed.push(leaves.order[place] as number);
  });
  return { unsealed, lost: [...places.values()].flat().sort((a, b) => a - b) };
}
