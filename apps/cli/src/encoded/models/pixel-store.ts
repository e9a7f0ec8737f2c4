import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { resizedPixels } from '@raredx/backbone';
import { decodeImages } from '@raredx/cohort';
import type { ImageSamples } from '../samples.ts';

/** Pictures of one size, 8 bits a channel, on disk: training reads a batch at a time, whatever their number. */
export interface PixelStore {
  readonly rows: number;
  readonly size: number;
  /** Pixels of some rows, one after the other. */
  read(rows: ArrayLike<number>): Uint8Array;
  /** Closes and removes the file. */
  dispose(): void;
}

/** Opens every picture once, resizes it to a square and keeps it in a file. */
export async function openPixelStore(
  { images }: ImageSamples,
  file: string,
  { size, onProgress }: { readonly size: number; readonly onProgress: (done: number, total: number) => void },
): Promise<PixelStore> {
  const each = size * size * 3;
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'w+');
  for await (const { index, image } of decodeImages(images.rows)) {
    writeSync(handle, resizedPixels(image, size), 0, each, index * each);
    if (index % 64 === 0) onProgress(index, images.rows.length);
  }
  return {
    rows: images.rows.length,
    size,
    read(rows) {
      const pixels = new Uint8Array(rows.length * each);
      for (let at = 0; at < rows.length; at++) {
        readSync(handle, pixels, at * each, each, (rows[at] as number) * each);
      }
      return pixels;
    },
    dispose() {
      closeSync(handle);
      rmSync(file, { force: true });
    },
  };
}
