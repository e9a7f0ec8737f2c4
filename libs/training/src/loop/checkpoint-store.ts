import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { EnvironmentError, readSafetensors, type SafeTensor, writeSafetensors } from '@raredx/runtime';

/** Tensors with the facts that belong to them; `facts` is plain JSON. */
export interface Checkpoint<Facts> {
  readonly facts: Facts;
  readonly tensors: Readonly<Record<string, SafeTensor>>;
}

/**
 * The checkpoints of one training in a folder of their own: `<number>.safetensors`, and `<number>.json` with its hash,
 * written last, so that a pair counts only when both are whole. The one before the latest is kept.
 */
export interface CheckpointStore<Facts> {
  /** The latest one that is whole and belongs to this training; null where there is none. */
  latest(): Checkpoint<Facts> | null;
  write(checkpoint: Checkpoint<Facts>): void;
}

const version = 1;
/** Tensors without their manifest: the process ended while it wrote, which is nothing to speak of. */
const unfinished = 'unfinished';
const digits = 8;
const kept = 2;
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

interface Manifest<Facts> {
  readonly version: number;
  /** Hash of all that the training follows from: another training's checkpoints are not taken up. */
  readonly training: string;
  readonly tensors: { readonly bytes: number; readonly sha256: string };
  readonly facts: Facts;
}

/**
 * Opens the folder, without touching it before the first write.
 *
 * @param training hash of everything that the training follows from
 * @param onNotice hears of a damaged checkpoint, and of those of another training
 */
export function openCheckpoints<Facts>(
  folder: string,
  training: string,
  onNotice: (line: string) => void = () => {},
): CheckpointStore<Facts> {
  let good: number[] = [];
  const path = (number: number, kind: 'json' | 'safetensors') =>
    join(folder, `${String(number).padStart(digits, '0')}.${kind}`);

  const read = (number: number): Checkpoint<Facts> | string => {
    const manifest = readManifest<Facts>(path(number, 'json'));
    if (typeof manifest === 'string') return manifest;
    if (manifest.training !== training) return 'belongs to other settings or data';
    const tensors = readTensors(path(number, 'safetensors'), manifest.tensors);
    return typeof tensors === 'string' ? tensors : { facts: manifest.facts, tensors };
  };

  return {
    latest() {
      for (const number of numbersIn(folder).reverse()) {
        const found = read(number);
        if (typeof found !== 'string') {
          good = [number];
          return found;
        }
        if (found !== unfinished)
          onNotice(`${path(number, 'json')}: ${found}, the checkpoint before is tried`);
      }
      return null;
    },
    write({ facts, tensors }) {
      const number = (numbersIn(folder).at(-1) ?? 0) + 1;
      try {
        const bytes = writeSafetensors(tensors);
        writeAtomically(path(number, 'safetensors'), bytes);
        const part = { bytes: bytes.length, sha256: sha256(bytes) };
        writeAtomically(path(number, 'json'), manifestText({ version, training, tensors: part, facts }));
        good = [...good, number].slice(-kept);
        keepOnly(folder, good);
      } catch (error) {
        throw new EnvironmentError(
          'checkpoints',
          `cannot write to ${folder} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
          'make room or choose another folder and run again: the checkpoint before is kept',
        );
      }
    },
  };
}

/** The manifest with the hash of its own text in front: a reader can tell that no byte of it has changed. */
function manifestText(manifest: Manifest<unknown>): string {
  const body = JSON.stringify(manifest);
  return `{"sha256":"${sha256(body)}","manifest":${body}}\n`;
}

function readManifest<Facts>(file: string): Manifest<Facts> | string {
  if (!existsSync(file)) return unfinished;
  try {
    const text = readFileSync(file, 'utf8');
    const { manifest } = JSON.parse(text) as { readonly manifest: Manifest<Facts> };
    if (manifestText(manifest) !== text) return 'is damaged';
    return manifest.version === version ? manifest : `is of version ${manifest.version}`;
  } catch {
    return 'is damaged';
  }
}

function readTensors(
  file: string,
  expected: Manifest<unknown>['tensors'],
): Readonly<Record<string, SafeTensor>> | string {
  if (!existsSync(file)) return 'has lost its tensors';
  const bytes = readFileSync(file);
  if (bytes.length !== expected.bytes || sha256(bytes) !== expected.sha256) return 'has damaged tensors';
  return readSafetensors(bytes).tensors;
}

const fileName = new RegExp(`^\\.?(\\d{${digits}})\\.(json|safetensors)(\\.\\d+\\.tmp)?$`);

/** Numbers of all pairs that have left something behind, ascending. */
function numbersIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const numbers = readdirSync(folder).flatMap((name) => fileName.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

/** Removes what is older, damaged or half written. */
function keepOnly(folder: string, numbers: readonly number[]): void {
  for (const name of readdirSync(folder)) {
    const match = fileName.exec(name);
    if (match && (match[3] || !numbers.includes(Number(match[1]))))
      rmSync(join(folder, name), { force: true });
  }
}
