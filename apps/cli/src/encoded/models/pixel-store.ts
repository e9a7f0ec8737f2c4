import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { resizedPixels } from '@raredx/backbone';
import { decodeImages, type LeftOut } from '@raredx/cohort';
import type { ImageSamples } from '../samples.ts';

/** Pictures of one size, 8 bits a channel, on disk: training reads a batch at a time, whatever their number. */
export interface PixelStore {
  /** Samples whose picture is here. */
  readonly rows: Uint32Array;
  readonly leftOut: readonly LeftOut[];
  readonly size: number;
  /** Pixels of some samples, one after the other. */
  read(rows: ArrayLike<number>): Uint8Array;
  /** Closes and removes the file. */
  dispose(): void;
}

interface PixelStoreOptions {
  readonly size: number;
  readonly onBad: 'stop' | 'count';
  readonly onProgress: (done: number, total: number) => void;
}

/** Opens every picture once, resizes it to a square and keeps it in a file, which is removed if one cannot be opened. */
export async function openPixelStore(
  { images }: ImageSamples,
  file: string,
  { size, onBad, onProgress }: PixelStoreOptions,
): Promise<PixelStore> {
  const each = size * size * 3;
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'w+');
  const dispose = () => {
    closeSync(handle);
    rmSync(file, { force: true });
  };
  const decoded = decodeImages(images.rows, { onBad });
  const rows: number[] = [];
  try {
    for await (const { index, image } of decoded) {
      writeSync(handle, resizedPixels(image, size), 0, each, index * each);
      rows.push(index);
      if (index % 64 === 0) onProgress(index, images.rows.length);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    ...{ rows: Uint32Array.from(rows), leftOut: decoded.leftOut, size, dispose },
    read(asked) {
      const pixels = new Uint8Array(asked.length * each);
      for (let at = 0; at < asked.length; at++) {
        readSync(handle, pixels, at * each, each, (asked[at] as number) * each);
      }
      return pixels;
    },
  };
}
