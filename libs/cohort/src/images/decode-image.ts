import { readFile, stat } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import { ImageError } from './image-error.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** Bounds within which a file is decoded. */
export interface DecodeLimits {
  /** Largest file, in bytes; default 256 MiB. */
  readonly maxBytes?: number;
  /** Largest picture, in pixels; default 64 million. */
  readonly maxPixels?: number;
  /** Default 10. */
  readonly timeoutSeconds?: number;
  /**
   * How 16 bits become 8: `full` divides by 257, `range` stretches the darkest to 0 and the brightest to 255, for
   * cameras that fill 12 of 16 bits. Default `full`.
   */
  readonly sixteenBit?: 'full' | 'range';
}

const defaults = { maxBytes: 2 ** 28, maxPixels: 64e6, timeoutSeconds: 10, sixteenBit: 'full' } as const;

/** First bytes of the formats taken; vector formats and documents never reach a decoder. */
const signatures: readonly (readonly [string, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n/],
  ['gif', /^GIF8[79]a/],
  ['tiff', /^(II\*\0|MM\0\*|II\+\0|MM\0\+)/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
];

/** Reads and decodes one file; see `decodeImageBytes`. */
export async function decodeImage(path: string, file: string, limits: DecodeLimits = {}): Promise<RgbImage> {
  return decodeImageBytes(await boundedBytes(path, file, limits.maxBytes ?? defaults.maxBytes), file, limits);
}

/**
 * The bytes of a file that is not larger than it may be.
 *
 * @throws ImageError `missing`, `empty` or `too_large`
 */
export async function boundedBytes(path: string, file: string, maxBytes: number): Promise<Buffer> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new ImageError(file, 'missing', 'there is no such file');
  if (found.size === 0) throw new ImageError(file, 'empty', 'the file is empty (0 bytes)', again);
  if (found.size > maxBytes) {
    throw new ImageError(
      file,
      'too_large',
      `${found.size} bytes are more than ${maxBytes}`,
      'raise maxBytes',
    );
  }
  return readFile(path).catch(() => {
    throw new ImageError(file, 'missing', 'the file cannot be read');
  });
}

/**
 * Decodes PNG, JPEG, WebP, GIF or TIFF to 8-bit RGB: turned upright as EXIF says, transparency on white, CMYK and grey
 * to sRGB. A file that decodes only in part is refused, not completed with grey.
 *
 * @param file how errors name it
 * @throws ImageError with the reason
 */
export async function decodeImageBytes(
  bytes: Uint8Array,
  file: string,
  limits: DecodeLimits = {},
): Promise<RgbImage> {
  const { maxPixels, timeoutSeconds, sixteenBit } = { ...defaults, ...limits };
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (!signatures.some(([, pattern]) => pattern.test(head))) {
    throw new ImageError(file, 'not_an_image', 'is not a png, jpeg, webp, gif or tiff');
  }
  const open = await opener();
  try {
    const source = () => open(bytes, { limitInputPixels: maxPixels, failOn: 'warning' });
    const metadata = await source().metadata();
    requirePicture(metadata, file, maxPixels);
    return await pixelsOf(source().timeout({ seconds: timeoutSeconds }), metadata, sixteenBit);
  } catch (error) {
    throw error instanceof ImageError ? error : faultOf(error, file);
  }
}

const again = 'fetch or export it again';

/** Imported at first use, so that tables alone load no native decoder. One thread a picture: many are decoded at once. */
async function opener() {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

function requirePicture({ width, height, pages = 1 }: Metadata, file: string, maxPixels: number): void {
  if (width * height > maxPixels) {
    const problem = `says ${width} x ${height} pixels, more than ${maxPixels}`;
    throw new ImageError(file, 'too_large', problem, 'raise maxPixels, if this is so');
  }
  if (pages > 1) {
    throw new ImageError(file, 'unsupported', `holds ${pages} pictures`, 'store each as a file of its own');
  }
}

async function pixelsOf(
  source: Sharp,
  { depth, hasAlpha, space }: Metadata,
  sixteenBit: 'full' | 'range',
): Promise<RgbImage> {
  const upright = source.autoOrient();
  const opaque = hasAlpha ? upright.flatten({ background: '#ffffff' }) : upright;
  const wide = depth === 'ushort' && sixteenBit === 'range';
  const grey = space === 'b-w' || space === 'grey16';
  const { data, info } = await (wide
    ? opaque.toColourspace(grey ? 'grey16' : 'rgb16').raw({ depth: 'ushort' })
    : opaque.toColourspace('srgb').raw({ depth: 'uchar' })
  ).toBuffer({ resolveWithObject: true });
  const samples = wide ? stretched(data) : new Uint8Array(data.buffer, data.byteOffset, data.length);
  return rgbImage(info.width, info.height, threeChannels(samples, info.channels));
}

function stretched(data: Buffer): Uint8Array {
  const values = new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
  let [low, high] = [65535, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? 255 / (high - low) : 0;
  return Uint8Array.from(values, (value) => Math.round((value - low) * scale));
}

function threeChannels(samples: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return samples;
  const pixels = samples.length / channels;
  const data = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      data[pixel * 3 + channel] = samples[pixel * channels + (channels < 3 ? 0 : channel)]!;
    }
  }
  return data;
}

/** The decoder's words, without what it quotes from the file. */
function faultOf(error: unknown, file: string): ImageError {
  const words = error instanceof Error ? error.message : String(error);
  if (/pixel limit/i.test(words)) {
    return new ImageError(
      file,
      'too_large',
      'says more pixels than are allowed',
      'raise maxPixels, if this is so',
    );
  }
  if (/timeout/i.test(words)) return new ImageError(file, 'too_slow', 'takes too long to decode');
  if (/unsupported image format/i.test(words)) {
    return new ImageError(file, 'not_an_image', 'the header is not that of a picture', again);
  }
  const cut = /premature|end of (image|file|input|stream)|truncat|not enough|too small|read error|EOF/i.test(
    words,
  );
  return new ImageError(file, 'damaged', cut ? 'the file is cut short' : 'the pixels are damaged', again);
}
