import { stat } from 'node:fs/promises';
import type { Random } from '@raredx/stats';
import type { LeakCheck } from '@raredx/tables';
import { type DecodeOptions, decodeImages } from './decode-images.ts';
import { detectShortcut, type ShortcutReport, shortcutCheck } from './detect-shortcut.ts';
import { duplicateImageChecks } from './duplicate-image-checks.ts';
import { type DuplicatePair, findDuplicateImages } from './find-duplicate-images.ts';
import { groupDuplicates } from './group-duplicates.ts';
import type { ImageCohort, ImageRow } from './image-cohort.ts';
import { type ImagePrint, imagePrint } from './image-print.ts';
import { type TrivialFeatures, trivialFeatures } from './trivial-features.ts';

export interface InspectOptions extends Omit<DecodeOptions, 'onBad'> {
  readonly random: Random;
  /** More pictures than this are compared by their pixels only; default 3,000, half a minute on one core. */
  readonly mostNear?: number;
}

/** What is known of a set of pictures before anything is learned from it. */
export interface ImageInspection {
  /** Unit of independence of each row: what to split by. */
  readonly units: readonly string[];
  /** Rows whose files could not be decoded, with reasons. */
  readonly leftOut: readonly { readonly index: number; readonly file: string; readonly reason: string }[];
  /** Copies among the rows; cells of one picture are not copies of each other. */
  readonly pairs: readonly DuplicatePair[];
  readonly shortcut: ShortcutReport | { readonly undefinedBecause: string };
  /** For the leak certificate; give `sides` to `duplicateImageChecks` again when the split is known. */
  readonly checks: readonly LeakCheck[];
}

/**
 * Reads every picture once or twice and looks for copies and shortcuts. Copies are looked for among whole pictures, also
 * where the rows are cells of them.
 */
export async function inspectImages(
  { rows }: Pick<ImageCohort, 'rows'>,
  { random, mostNear = 3000, ...decoding }: InspectOptions,
): Promise<ImageInspection> {
  const firstRow = firstRows(rows);
  const pairs = await copies(rows, firstRow, { ...decoding, near: firstRow.length <= mostNear });
  const units = groupDuplicates(
    rows.map(({ patient }) => patient),
    pairs,
  );
  const images = decodeImages(rows, { ...decoding, onBad: 'count' });
  const features: TrivialFeatures[] = [];
  const seen: number[] = [];
  for await (const { image, row, index } of images) {
    features.push(trivialFeatures(image, await ownBytes(row)));
    seen.push(index);
  }
  const shortcut = detectShortcut({
    features,
    labels: seen.map((index) => (rows[index] as ImageRow).label),
    units: seen.map((index) => units[index] as string),
    random: random.fork('shortcut'),
  });
  // A pair is named by the first cell of each picture, whose labels say nothing about a copy.
  const unnamed = rows.map(({ patient, label, box }) => ({
    patient,
    label: box === undefined ? label : null,
  }));
  const found = duplicateImageChecks({ rows: unnamed, pairs });
  const checks =
    firstRow.length <= mostNear ? found : found.map((check) => notCompared(check, firstRow.length));
  return { units, leftOut: images.leftOut, pairs, shortcut, checks: [...checks, shortcutCheck(shortcut)] };
}

/** Position of the first row of each picture. */
function firstRows(rows: readonly ImageRow[]): number[] {
  const seen = new Set<string>();
  return rows.flatMap(({ path, frame, slot }, index) => {
    const key = [path, frame, slot?.member, slot?.index].join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    return [index];
  });
}

async function copies(
  rows: readonly ImageRow[],
  firstRow: readonly number[],
  { near, ...decoding }: DecodeOptions & { readonly near: boolean },
): Promise<DuplicatePair[]> {
  const wholes = firstRow.map((index) => {
    const { box: _, ...row } = rows[index] as ImageRow;
    return row;
  });
  const prints: ImagePrint[] = [];
  const rowOf: number[] = [];
  for await (const { image, index } of decodeImages(wholes, { ...decoding, onBad: 'count' })) {
    prints.push(imagePrint(image));
    rowOf.push(firstRow[index] as number);
  }
  return findDuplicateImages(prints, near ? {} : { candidates: 0 }).map((pair) => ({
    ...pair,
    first: rowOf[pair.first] as number,
    second: rowOf[pair.second] as number,
  }));
}

/** Size of the file where the row is all of it. */
async function ownBytes({ path, box, frame, slot }: ImageRow): Promise<number | undefined> {
  if (box !== undefined || frame !== undefined || slot !== undefined) return undefined;
  return (await stat(path)).size;
}

function notCompared(check: LeakCheck, pictures: number): LeakCheck {
  if (check.check !== 'near_duplicate_images') return check;
  const message = `${pictures} pictures are too many to compare each with each`;
  return { ...check, verdict: 'not_checked', examined: 0, offenders: 0, message };
}
