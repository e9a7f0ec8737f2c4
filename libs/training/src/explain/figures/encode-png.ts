import { deflateSync } from 'node:zlib';
import { crc32Of } from './crc32.ts';

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/**
 * A PNG of 8-bit RGB pixels: header, picture, end, and nothing that would say when, where or by what it was made.
 *
 * @param pixels `width * height * 3`
 * @see ISO/IEC 15948:2004
 */
export function encodePng(width: number, height: number, pixels: Uint8Array): Uint8Array {
  if (pixels.length !== width * height * 3)
    throw new RangeError(`encodePng: ${width} × ${height} pixels, but ${pixels.length} values`);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const picture = deflateSync(filtered(pixels, width * 3, height), { level: 9 });
  const parts = [signature, chunk('IHDR', header), chunk('IDAT', picture), chunk('IEND', new Uint8Array())];
  return Uint8Array.from(Buffer.concat(parts));
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = kind.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32Of(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** Each line after its filter's number; all by Paeth's predictor, which suits pictures. */
function filtered(pixels: Uint8Array, line: number, height: number): Uint8Array {
  const out = new Uint8Array((line + 1) * height);
  for (let y = 0; y < height; y++) {
    out[y * (line + 1)] = 4;
    for (let x = 0; x < line; x++) {
      const left = x >= 3 ? pixels[y * line + x - 3] : 0;
      const above = y > 0 ? pixels[(y - 1) * line + x] : 0;
      const corner = x >= 3 && y > 0 ? pixels[(y - 1) * line + x - 3] : 0;
      out[y * (line + 1) + 1 + x] = pixels[y * line + x] - paeth(left, above, corner);
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [l, a, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (l <= a && l <= c) return left;
  return a <= c ? above : corner;
}
