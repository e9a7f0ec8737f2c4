import { basename, resolve } from 'node:path';
import { ContractError } from '@raredx/tables';
import type { ImageCohort, ImageRow } from './image-cohort.ts';
import { imageCohortOf } from './image-cohort-of.ts';
import type { NumpyArray } from './parse-npy.ts';
import { readNpz } from './read-npz.ts';

/** How the arrays of an archive are to be read. */
export interface ArchiveOptions {
  /** Names of the classes by number; default the numbers. */
  readonly classNames?: readonly string[];
  /** The archive names no patient: that every picture is another patient must be declared. */
  readonly patient: 'image';
}

const splits = ['train', 'val', 'test'] as const;

/**
 * The pictures of a MedMNIST archive: `train_images` (n × height × width [× 3] bytes) with `train_labels`, and so `val`
 * and `test`; the publisher's split is kept as `officialSplit`.
 *
 * @throws ContractError where the arrays are missing or do not fit each other
 */
export async function loadImageArchive(path: string, { classNames }: ArchiveOptions): Promise<ImageCohort> {
  const where = basename(path);
  const labels = await readNpz(
    path,
    where,
    splits.map((split) => `${split}_labels`),
  );
  const rows: ImageRow[] = [];
  for (const split of splits) {
    const numbers = labels.get(`${split}_labels`);
    if (numbers === undefined) continue;
    // One array of pictures at a time: the largest of them is most of the archive.
    const images = (await readNpz(path, where, [`${split}_images`])).get(`${split}_images`);
    if (images === undefined) throw new ContractError(where, `${split}_labels has no ${split}_images`);
    rows.push(...rowsOf({ images, numbers, split, where, path: resolve(path) }, classNames));
  }
  if (rows.length === 0)
    throw new ContractError(where, 'no array is named train_labels, val_labels or test_labels');
  return imageCohortOf(where, rows, {
    notes: ['no patient is named: every picture is taken as another patient, so patients with several leak'],
  });
}

interface Arrays {
  readonly images: NumpyArray;
  readonly numbers: NumpyArray;
  readonly split: string;
  readonly where: string;
  readonly path: string;
}

function rowsOf({ images, numbers, split, where, path }: Arrays, names?: readonly string[]): ImageRow[] {
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  if (images.type !== 'u1' || images.shape.length < 3 || (channels !== 1 && channels !== 3)) {
    throw new ContractError(where, `${split}_images is not n × height × width [× 3] bytes`);
  }
  if (numbers.shape[0] !== count || numbers.shape.slice(1).some((size) => size !== 1)) {
    throw new ContractError(where, `${split}_labels is not one number a picture`);
  }
  return Array.from({ length: count }, (_, index) => {
    const imageId = `${split}#${index}`;
    const number = numberAt(numbers, index);
    const label = names === undefined ? String(number) : names[number];
    if (label === undefined) {
      throw new ContractError(where, `${split}_labels has a class without a name (${number})`);
    }
    return Object.freeze({
      imageId,
      path,
      file: where,
      label,
      patient: imageId,
      site: 'unknown',
      attributes: Object.freeze({}),
      officialSplit: split,
      slot: { member: `${split}_images`, index, width, height, channels: channels as 1 | 3 },
    });
  });
}

/** Classes are small numbers: the low two bytes say all. */
function numberAt({ bytes, type }: NumpyArray, index: number): number {
  const size = Number(type[1]);
  return bytes[index * size]! + (size > 1 ? bytes[index * size + 1]! * 256 : 0);
}
