import { open } from 'node:fs/promises';
import type { ArraySlot, ImageRow } from './image-cohort.ts';
import { ImageError } from './image-error.ts';
import { readNpz } from './read-npz.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** Reads pictures that lie as bare bytes in a file; keeps the array of an archive that was read last. */
export interface OpenArrays {
  image(row: ImageRow): Promise<RgbImage>;
}

export function openArrays(): OpenArrays {
  let kept: { key: string; bytes: Promise<Uint8Array> } | undefined;
  return {
    async image(row) {
      const slot = row.slot as ArraySlot;
      const size = slot.width * slot.height * slot.channels;
      if (slot.member === null) return pictureOf(await piece(row, slot.index * size, size), slot);
      const key = `${row.path}\n${slot.member}`;
      if (kept?.key !== key) kept = { key, bytes: memberBytes(row, slot.member) };
      const bytes = (await kept.bytes).subarray(slot.index * size, (slot.index + 1) * size);
      if (bytes.length < size) throw cutShort(row);
      return pictureOf(bytes, slot);
    },
  };
}

async function memberBytes({ path, file }: ImageRow, member: string): Promise<Uint8Array> {
  const array = (await readNpz(path, file, [member])).get(member);
  if (array === undefined) throw new ImageError(file, 'damaged', `holds no array ${member}`);
  return array.bytes;
}

async function piece(row: ImageRow, from: number, size: number): Promise<Uint8Array> {
  const file = await open(row.path).catch(() => {
    throw new ImageError(row.file, 'missing', 'the file cannot be read');
  });
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(size), 0, size, from);
    if (bytesRead < size) throw cutShort(row);
    return buffer;
  } finally {
    await file.close();
  }
}

function cutShort({ file, slot }: ImageRow): ImageError {
  return new ImageError(file, 'damaged', `ends before picture ${slot?.index}`, 'fetch it again');
}

function pictureOf(bytes: Uint8Array, { width, height, channels }: ArraySlot): RgbImage {
  if (channels === 3) return rgbImage(width, height, bytes.slice());
  return rgbImage(
    width,
    height,
    Uint8Array.from({ length: bytes.length * 3 }, (_, i) => bytes[Math.floor(i / 3)]!),
  );
}
