import { DicomError } from './dicom-error.ts';
import type { PixelLayout } from './pixel-layout.ts';

/**
 * DICOM's run lengths (PS3.5 Annex G): a segment for each byte of each sample, the most significant first.
 *
 * @returns the samples of a pixel together, little-endian
 * @throws DicomError where a segment is missing, or shorter than the picture
 */
export function decodeRle(encoded: Uint8Array, layout: PixelLayout, file: string): Uint8Array {
  const { rows, columns, samples, bitsAllocated } = layout;
  const bytes = bitsAllocated / 8;
  const segments = samples * bytes;
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (encoded.length < 64 || view.getUint32(0, true) !== segments) {
    throw new DicomError(file, 'damaged', `the run lengths have not the ${segments} segments they need`);
  }
  const pixels = rows * columns;
  const decoded = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const next = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : encoded.length;
    if (start < 64 || next > encoded.length || next < start) {
      throw new DicomError(file, 'damaged', 'a segment of run lengths reaches beyond the frame');
    }
    const [sample, byte] = [Math.floor(segment / bytes), bytes - 1 - (segment % bytes)];
    const place = { offset: sample * bytes + byte, step: segments, count: pixels };
    if (!unpack(encoded.subarray(start, next), decoded, place)) {
      throw new DicomError(file, 'damaged', 'a segment of run lengths ends before the picture does');
    }
  }
  return decoded;
}

interface Strided {
  readonly offset: number;
  readonly step: number;
  readonly count: number;
}

/** PackBits; whether all pixels were filled. */
function unpack(packed: Uint8Array, into: Uint8Array, { offset, step, count }: Strided): boolean {
  let [at, done] = [0, 0];
  while (done < count && at < packed.length) {
    const head = packed[at++]!;
    if (head === 128) continue;
    const repeated = head > 128;
    const length = Math.min(repeated ? 257 - head : head + 1, count - done);
    if (at + (repeated ? 1 : length) > packed.length) return false;
    for (let i = 0; i < length; i++) into[offset + (done + i) * step] = packed[at + (repeated ? 0 : i)]!;
    at += repeated ? 1 : head + 1;
    done += length;
  }
  return done === count;
}
