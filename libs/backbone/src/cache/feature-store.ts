import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';

/** Features on disk by key; each row is checked against its own hash when it is read. */
export interface FeatureStore {
  readonly width: number;
  /** The features of a key, or undefined where they are not there or damaged. */
  readonly read: (key: string) => Float32Array | undefined;
  /** Appends a shard of rows; what is interrupted leaves nothing behind. */
  readonly append: (keys: readonly string[], values: Float32Array) => void;
  readonly size: () => number;
}

/** One shard: rows lie in `<name>.f32` in the order of `keys`, each with a hash of its bytes. */
interface ShardIndex {
  readonly width: number;
  readonly keys: readonly string[];
  readonly hashes: readonly string[];
}

interface Place {
  readonly path: string;
  readonly row: number;
  readonly hash: string;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const isIndex = (value: ShardIndex, width: number): boolean =>
  value?.width === width &&
  Array.isArray(value.keys) &&
  Array.isArray(value.hashes) &&
  value.hashes.length === value.keys.length;

/** An index that is not whole is passed over: its rows are computed again. */
const readIndex = (path: string, width: number): ShardIndex | undefined => {
  try {
    const index = JSON.parse(readFileSync(path, 'utf8')) as ShardIndex;
    return isIndex(index, width) ? index : undefined;
  } catch {
    return undefined;
  }
};

const readRow = ({ path, row, hash }: Place, width: number): Float32Array | undefined => {
  const bytes = new Uint8Array(width * 4);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const count = readSync(file, bytes, 0, bytes.length, row * bytes.length);
    return count === bytes.length && hashOf(bytes) === hash ? new Float32Array(bytes.buffer) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

/**
 * Opens the features of one encoder (`backbone`, its hash) in `folder`. Shards are only ever added, each written whole
 * under a name made of its content, its index after its rows: two processes may write at once, and at worst both have
 * computed the same.
 */
export function openFeatureStore(folder: string, backbone: string, width: number): FeatureStore {
  const place = join(folder, backbone.slice(0, 32));
  const places = new Map<string, readonly Place[]>();
  const add = (name: string, { keys, hashes }: ShardIndex) => {
    const path = join(place, `${name}.f32`);
    for (const [row, key] of keys.entries()) {
      places.set(key, [...(places.get(key) ?? []), { path, row, hash: hashes[row] }]);
    }
  };
  const names = existsSync(place) ? readdirSync(place).filter((name) => /^[0-9a-f]+\.json$/.test(name)) : [];
  for (const name of names.sort()) {
    const index = readIndex(join(place, name), width);
    if (index) add(name.replace('.json', ''), index);
  }
  return {
    width,
    size: () => places.size,
    // a damaged row lies beside the one that was computed in its place
    read: (key) => {
      for (const found of places.get(key) ?? []) {
        const row = readRow(found, width);
        if (row) return row;
      }
      return undefined;
    },
    append: (keys, values) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const hashes = keys.map((_, row) => hashOf(bytes.subarray(row * width * 4, (row + 1) * width * 4)));
      const index: ShardIndex = { width, keys, hashes };
      const text = `${JSON.stringify(index)}\n`;
      const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
      writeAtomically(join(place, `${name}.f32`), bytes);
      writeAtomically(join(place, `${name}.json`), text);
      add(name, index);
    },
  };
}
