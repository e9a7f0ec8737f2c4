import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom, type Random } from '@raredx/stats';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImageBytes } from './decode-image.ts';
import { decodeImages } from './decode-images.ts';
import { findDuplicateImages } from './find-duplicate-images.ts';
import type { ImageRow } from './image-cohort.ts';
import { type ImagePrint, imagePrint } from './image-print.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import type { ManifestOptions } from './manifest-options.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * How often planted copies are found, and how often different pictures are called copies, on the pictures at hand:
 * every third picture is changed in one of ten ways and put among the others. The counts are committed in
 * fixtures/near-duplicates.json; `UPDATE=1 npm run test-slow -- find-duplicate-images` writes them again.
 */
const shared = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const committed = fileURLToPath(new URL('../../fixtures/near-duplicates.json', import.meta.url));

const sets: Readonly<
  Record<string, { path: string; options: ManifestOptions; every: number; known: number }>
> = {
  // `known`: near pairs that were there before, each looked at.
  cells: {
    path: 'rbc-chula/cells.csv',
    options: { file: 'cells/{file}', patient: 'image' },
    every: 2,
    known: 10,
  },
  hannover: {
    path: 'cxr-hannover/metadata.csv',
    options: { file: 'images/{image_id}.jpg' },
    every: 1,
    known: 0,
  },
  cohen: { path: 'cxr-cohen-cc/metadata.csv', options: { file: 'images/{file}' }, every: 1, known: 4 },
  dermamnist: {
    path: 'dermamnist28/labels.csv',
    options: {
      columns: { id: 'id', frame: 'index' },
      array: { file: 'images.u8', width: 28, height: 28, channels: 3 },
      patient: 'image',
    },
    every: 25,
    known: 0,
  },
};

type Change = (source: Sharp, image: RgbImage, random: Random) => Sharp;
const cut =
  (share: number): Change =>
  (source, image, random) => {
    const [width, height] = [Math.round(image.width * share), Math.round(image.height * share)];
    const left = random.integer(image.width - width + 1);
    return source.extract({ left, top: random.integer(image.height - height + 1), width, height });
  };
const changes: Readonly<Record<string, Change>> = {
  mirrored: (source) => source.flop(),
  flipped: (source) => source.flip(),
  quarter: (source) => source.rotate(90),
  half: (source) => source.rotate(180),
  cropped_90: cut(0.9),
  cropped_80: cut(0.8),
  jpeg_50: (source) => source,
  resized_60: (source, image) => source.resize(Math.round(image.width * 0.6)),
  brighter: (source) => source.modulate({ brightness: 1.15, saturation: 1.2 }),
  cropped_mirrored_jpeg_70: (source, image, random) => cut(0.9)(source, image, random).flop(),
};

async function changed(image: RgbImage, kind: string, random: Random): Promise<RgbImage> {
  const { width, height, data } = image;
  const source = sharp(Buffer.from(data), { raw: { width, height, channels: 3 } });
  const made = (changes[kind] as Change)(source, image, random);
  const quality = Number(/jpeg_(\d+)$/.exec(kind)?.[1] ?? 0);
  return decodeImageBytes(await (quality > 0 ? made.jpeg({ quality }) : made.png()).toBuffer(), kind);
}

async function study(name: string) {
  const { path, options, every } = sets[name]!;
  const { rows } = await loadImageManifest(`${shared}${path}`, options);
  const seen = new Set<string>();
  const fresh = (row: ImageRow) => row.slot !== undefined || (!seen.has(row.file) && seen.add(row.file));
  const wholes = rows.filter(fresh).flatMap(({ box: _, ...row }, i) => (i % every === 0 ? [row] : []));
  const kinds = Object.keys(changes);
  const random = createRandom(20261124);
  const prints: ImagePrint[] = [];
  const planted: { of: number; kind: string; print: ImagePrint }[] = [];
  for await (const { image, index } of decodeImages(wholes)) {
    prints.push(imagePrint(image));
    if (index % 3 > 0) continue;
    const kind = kinds[(index / 3) % kinds.length] as string;
    planted.push({ of: index, kind, print: imagePrint(await changed(image, kind, random.fork(index))) });
  }
  const near = findDuplicateImages(prints).filter(({ kind }) => kind === 'near');
  const all = findDuplicateImages([...prints, ...planted.map(({ print }) => print)]);
  const found = new Set(all.map(({ first, second }) => `${first} ${second}`));
  const hit = (i: number) => found.has(`${planted[i]!.of} ${prints.length + i}`);
  const counts = kinds.map((kind) => {
    const mine = planted.flatMap((plant, i) => (plant.kind === kind ? [i] : []));
    return [kind, `${mine.filter(hit).length}/${mine.length}`] as const;
  });
  const total = planted.filter((_, i) => hit(i)).length;
  return {
    pictures: prints.length,
    nearPairs: near.length,
    planted: planted.length,
    found: total,
    ...Object.fromEntries(counts),
  };
}

describe.skipIf(!existsSync(shared))('planted copies', () => {
  const results: Record<string, Awaited<ReturnType<typeof study>>> = {};

  it.each(Object.keys(sets))('%s', async (name) => {
    const result = await study(name);
    results[name] = result;
    const falseAlarms = Math.max(result.nearPairs - sets[name]!.known, 0) / result.pictures;
    expect(falseAlarms).toBeLessThanOrEqual(0.01);
    expect(result.found / result.planted).toBeGreaterThanOrEqual(0.95);
  });

  it('the committed counts', () => {
    if (process.env.UPDATE) writeFileSync(committed, `${JSON.stringify(results, null, 2)}\n`);
    expect(results).toEqual(JSON.parse(readFileSync(committed, 'utf8')));
  });
});
