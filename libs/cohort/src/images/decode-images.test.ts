import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImageBytes } from './decode-image.ts';
import { decodeImages } from './decode-images.ts';
import type { ImageRow } from './image-cohort.ts';

const raw = (width: number, height: number, channels: 1 | 3 | 4, at: (i: number) => number) =>
  sharp(Buffer.from(Uint8Array.from({ length: width * height * channels }, (_, i) => at(i))), {
    raw: { width, height, channels },
  });
const gradient = raw(32, 24, 3, (i) => (i * 7) % 256);
const png = new Uint8Array(await gradient.clone().png().toBuffer());
const jpeg = new Uint8Array(await gradient.clone().jpeg().toBuffer());
const decode = (bytes: Uint8Array) => decodeImageBytes(bytes, 'a.png');

describe('decodeImageBytes', () => {
  it('png: every pixel', async () => {
    const { width, height, data } = await decode(png);
    expect([width, height]).toEqual([32, 24]);
    expect(Array.from(data.subarray(0, 9))).toEqual([0, 7, 14, 21, 28, 35, 42, 49, 56]);
  });

  it('grey, 16 bits, transparency, palette and CMYK end as RGB', async () => {
    const grey = await decode(
      await raw(2, 1, 1, (i) => i * 200)
        .png()
        .toBuffer(),
    );
    expect(Array.from(grey.data)).toEqual([0, 0, 0, 200, 200, 200]);
    const clear = await decode(
      await raw(1, 1, 4, () => 0)
        .png()
        .toBuffer(),
    );
    expect(Array.from(clear.data)).toEqual([255, 255, 255]);
    const wide = await sharp(Uint16Array.of(0, 1000, 2000, 3000), {
      raw: { width: 4, height: 1, channels: 1 },
    })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const full = await decode(wide);
    expect(Array.from(full.data.filter((_, i) => i % 3 === 0))).toEqual([0, 3, 7, 11]);
    const stretched = await decodeImageBytes(wide, 'a.png', { sixteenBit: 'range' });
    expect(Array.from(stretched.data.filter((_, i) => i % 3 === 0))).toEqual([0, 85, 170, 255]);
    const cmyk = await decode(await gradient.clone().toColourspace('cmyk').jpeg().toBuffer());
    expect(cmyk.data.length).toBe(32 * 24 * 3);
  });

  it('stands upright as EXIF says', async () => {
    const turned = await gradient.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await decode(turned)).width).toBe(24);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['not_an_image', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['not_an_image', () => Buffer.from('%PDF-1.7')],
    ['damaged', () => jpeg.subarray(0, jpeg.length - 40)],
    ['damaged', () => png.subarray(0, 60)],
    ['damaged', () => png.with(60, png[60]! ^ 255)],
    ['too_large', () => headerSays(60_000, 60_000)],
    ['unsupported', twoPictures],
  ])('%s', async (fault, bytes) => {
    await expect(decode(await bytes())).rejects.toMatchObject({ name: 'ImageError', fault, exitCode: 3 });
  });

  it('1,000 damaged files are a picture or a typed error', async () => {
    const writes = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
    const damage = fc.record({
      of: fc.constantFrom(png, jpeg),
      writes,
      keep: fc.integer({ min: 1, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ of, writes: written, keep }) => {
        const bytes = of.slice(0, Math.max(keep, 20));
        for (const [at, value] of written) if (at < bytes.length) bytes[at] = value;
        const outcome = await decode(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ImageError' });
        else expect(outcome).toHaveProperty('data');
      }),
      { numRuns: 1000, seed: 20261124 },
    );
  });
});

function twoPictures(): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 255 : 0));
  return sharp(pixels, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
    .gif()
    .toBuffer();
}

/** A PNG whose header lies about its size; the checksum is right. */
function headerSays(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  let crc = 0xffffffff;
  for (const byte of bytes.subarray(12, 29)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 29);
  return bytes;
}

describe('decodeImages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-decode-'));
  const row = (file: string, bytes: Uint8Array, more: Partial<ImageRow> = {}): ImageRow => {
    writeFileSync(join(folder, file), bytes);
    return {
      imageId: `${file}${more.box?.x ?? ''}`,
      path: join(folder, file),
      file,
      label: null,
      patient: file,
      site: 'unknown',
      attributes: {},
      ...more,
    };
  };
  const rows = [
    row('a.png', png, { box: { x: 0, y: 0, width: 2, height: 2 } }),
    row('a.png', png, { box: { x: 99, y: 0, width: 2, height: 2 } }),
    row('empty.png', new Uint8Array()),
    row('cut.jpg', jpeg.subarray(0, 300)),
    row('b.png', png),
  ];

  it('order of the rows, and what is left out is listed with its reason', async () => {
    const images = decodeImages(rows, { onBad: 'count', concurrency: 2 });
    const seen: number[] = [];
    for await (const { index } of images) seen.push(index);
    expect(seen).toEqual([0, 4]);
    expect(images.leftOut).toEqual([
      { index: 1, file: 'a.png', reason: 'the box lies outside the 32 x 24 pixels' },
      { index: 2, file: 'empty.png', reason: 'the file is empty (0 bytes)' },
      { index: 3, file: 'cut.jpg', reason: expect.stringMatching(/cut short|damaged/) },
    ]);
  });

  it('stops at the first by default', async () => {
    const read = async () => {
      for await (const _ of decodeImages(rows.slice(2)));
    };
    await expect(read()).rejects.toThrow('empty.png: the file is empty (0 bytes)');
  });

  it('a reader may leave early', async () => {
    for await (const { index } of decodeImages(rows.toReversed())) {
      expect(index).toBe(0);
      break;
    }
  });
});
