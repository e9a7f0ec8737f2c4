import { ContractError } from '@raredx/tables';
import { decodeDicomBytes } from '../dicom/dicom-image.ts';
import type { GreyWindow } from '../dicom/grey-window.ts';
import { type OpenArrays, openArrays } from './array-images.ts';
import { cropImage } from './crop-image.ts';
import { boundedBytes, type DecodeLimits, decodeImage } from './decode-image.ts';
import type { CellBox, ImageRow, LeftOut } from './image-cohort.ts';
import { ImageError } from './image-error.ts';
import type { RgbImage } from './rgb-image.ts';

export interface DecodeOptions extends DecodeLimits {
  /** Files decoded at once, and so the most that are held in memory; default 4. */
  readonly concurrency?: number;
  /** Whether a file that cannot be decoded stops everything (default) or is counted in `leftOut`. */
  readonly onBad?: 'stop' | 'count';
  /** Of DICOM files: the file's own window (default), the whole range, or one for all. */
  readonly window?: 'file' | 'range' | GreyWindow;
}

export interface DecodedImage {
  /** Position in the rows that were asked for. */
  readonly index: number;
  readonly row: ImageRow;
  readonly image: RgbImage;
}

/** Pictures as they are asked for, in the order of the rows. */
export interface DecodedImages extends AsyncIterable<DecodedImage> {
  /** With `onBad: 'count'`: the rows that gave no picture so far; complete when the pictures are. */
  readonly leftOut: readonly (LeftOut & { readonly index: number })[];
}

/** Rows of one file that follow each other: opened once. */
interface Batch {
  readonly first: number;
  readonly rows: readonly ImageRow[];
}

/**
 * Decodes pictures one after the other: `for await (const { row, image } of decodeImages(cohort.rows)) …`. Some files
 * are read ahead, never more than `concurrency`; rows of one file that follow each other open it once.
 *
 * @throws ImageError or DicomError while iterating, unless `onBad: 'count'`
 */
export function decodeImages(rows: readonly ImageRow[], options: DecodeOptions = {}): DecodedImages {
  const leftOut: (LeftOut & { index: number })[] = [];
  return {
    leftOut,
    async *[Symbol.asyncIterator]() {
      const arrays = openArrays();
      const batches = batchesOf(rows)[Symbol.iterator]();
      const ahead: { batch: Batch; results: Promise<(RgbImage | ContractError)[]> }[] = [];
      const start = () => {
        const { value: batch, done } = batches.next();
        if (done === true) return;
        const results = resultsOf(batch, options, arrays);
        // An early return leaves promises that nobody awaits; a bug in them must not end the process.
        results.catch(() => {});
        ahead.push({ batch, results });
      };
      for (let started = 0; started < (options.concurrency ?? 4); started++) start();
      for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
        const { batch, results } = next;
        const images = await results;
        for (const [offset, image] of images.entries()) {
          const row = batch.rows[offset] as ImageRow;
          const index = batch.first + offset;
          if (!(image instanceof ContractError)) yield { index, row, image };
          else if (options.onBad !== 'count') throw image;
          else leftOut.push({ index, file: row.file, reason: image.message.slice(image.where.length + 2) });
        }
        start();
      }
    },
  };
}

/** Rows in a row with one file and frame, at most 256 of them: their cut-outs are held together. */
function* batchesOf(rows: readonly ImageRow[]): Generator<Batch> {
  for (let first = 0; first < rows.length; ) {
    const row = rows[first] as ImageRow;
    let end = first + 1;
    while (end < rows.length && end - first < 256 && together(row, rows[end] as ImageRow)) end++;
    yield { first, rows: rows.slice(first, end) };
    first = end;
  }
}

function together(one: ImageRow, other: ImageRow): boolean {
  if (one.path !== other.path || one.frame !== other.frame) return false;
  return one.slot?.member === other.slot?.member;
}

async function resultsOf(
  { rows }: Batch,
  options: DecodeOptions,
  arrays: OpenArrays,
): Promise<(RgbImage | ContractError)[]> {
  const { slot } = rows[0] as ImageRow;
  if (slot !== undefined) return Promise.all(rows.map((row) => arrays.image(row).catch(imageError)));
  const whole = await decodeFile(rows[0] as ImageRow, options).catch(imageError);
  return rows.map(({ box, imageId }) => {
    if (whole instanceof ContractError || box === undefined) return whole;
    if (touches(box, whole)) return cropImage(whole, box);
    return new ImageError(
      imageId,
      'outside',
      `the box lies outside the ${whole.width} x ${whole.height} pixels`,
    );
  });
}

async function decodeFile({ path, file, frame }: ImageRow, options: DecodeOptions): Promise<RgbImage> {
  if (!/\.dcm$/i.test(file)) return decodeImage(path, file, options);
  const { maxBytes = 2 ** 28, maxPixels, window } = options;
  return decodeDicomBytes(await boundedBytes(path, file, maxBytes), file, {
    ...(frame === undefined ? {} : { frame }),
    ...(maxPixels === undefined ? {} : { maxPixels }),
    ...(window === undefined ? {} : { window }),
  });
}

/** ImageError and DicomError; anything else is a bug and ends the stream. */
function imageError(error: unknown): ContractError {
  if (error instanceof ContractError) return error;
  throw error;
}

function touches({ x, y, width, height }: CellBox, image: RgbImage): boolean {
  return x < image.width && y < image.height && x + width > 0 && y + height > 0;
}
