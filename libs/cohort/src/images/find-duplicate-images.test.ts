import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { cropImage } from './crop-image.ts';
import { decodeImages } from './decode-images.ts';
import { duplicateImageChecks } from './duplicate-image-checks.ts';
import { type DuplicatePair, findDuplicateImages } from './find-duplicate-images.ts';
import { groupDuplicates } from './group-duplicates.ts';
import { imagePrint } from './image-print.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import { resizeImage } from './resize-image.ts';
import { rgbImage } from './rgb-image.ts';
import { blurImage } from './soften-image.ts';
import { turnImage } from './turn-image.ts';

/** Blobs of random place and brightness on a grey ground: a synthetic smear. */
function smear(seed: number) {
  const random = createRandom(seed);
  const blobs = Array.from({ length: 40 }, () => [
    random.uniform() * 120,
    random.uniform() * 90,
    random.normal() * 60,
  ]);
  const data = new Uint8Array(120 * 90 * 3);
  for (let y = 0; y < 90; y++) {
    for (let x = 0; x < 120; x++) {
      let grey = 130 + random.normal() * 2;
      for (const [cx, cy, depth] of blobs) grey += depth! * Math.exp(-((x - cx!) ** 2 + (y - cy!) ** 2) / 30);
      data.fill(Math.min(Math.max(grey, 0), 255), (y * 120 + x) * 3, (y * 120 + x) * 3 + 3);
    }
  }
  return rgbImage(120, 90, data);
}

describe('findDuplicateImages', () => {
  const originals = Array.from({ length: 12 }, (_, i) => smear(i));
  const [first] = originals as [ReturnType<typeof smear>];
  const whole = { left: 0, top: 0, width: 120, height: 90 };
  const copies = {
    same: first,
    mirrored: turnImage(first, { quarters: 0, mirrored: true }),
    quarter: turnImage(first, { quarters: 1, mirrored: false }),
    cropped: cropImage(first, { x: 5, y: 8, width: 104, height: 77 }),
    smaller: resizeImage(first, whole, { width: 84, height: 63 }),
    soft: blurImage(first, 0.7),
    brighter: rgbImage(
      120,
      90,
      first.data.map((value) => Math.min(value * 0.8 + 30, 255)),
    ),
  };

  it('nothing among different pictures', () => {
    expect(findDuplicateImages(originals.map(imagePrint))).toEqual([]);
  });

  it.each(Object.entries(copies))('finds a copy: %s', (name, copy) => {
    const pairs = findDuplicateImages([...originals, copy].map(imagePrint));
    expect(pairs).toMatchObject([{ first: 0, second: 12, kind: name === 'same' ? 'exact' : 'near' }]);
  });

  it('two blank pictures of different grey are not one', () => {
    const blank = (grey: number) => imagePrint(rgbImage(64, 64, new Uint8Array(64 * 64 * 3).fill(grey)));
    expect(findDuplicateImages([blank(1), blank(250)])).toEqual([]);
  });
});

describe('what follows from pairs', () => {
  const pair = (one: number, other: number, kind: DuplicatePair['kind'] = 'exact') =>
    ({ first: one, second: other, kind, likeness: 1 }) as const;

  it('patients who share pictures are one unit, along chains too', () => {
    const pairs = [pair(2, 3), pair(1, 2), pair(4, 5)];
    expect(groupDuplicates(['a', 'b', 'c', 'd', 'e', 'e'], pairs)).toEqual(['a', 'b', 'b', 'b', 'e', 'e']);
  });

  it('a copy across a split is a leak, across patients or labels a warning', () => {
    const rows = ['p', 'q', 'q'].map((patient, i) => ({ patient, label: i === 2 ? 'y' : 'x' }));
    const verdicts = (pairs: DuplicatePair[], sides?: number[][]) =>
      duplicateImageChecks({ rows, pairs, ...(sides ? { sides } : {}) }).map(({ verdict }) => verdict);
    expect(verdicts([])).toEqual(['clean', 'clean']);
    expect(verdicts([pair(0, 1)])).toEqual(['warning', 'clean']);
    expect(verdicts([pair(1, 2, 'near')])).toEqual(['clean', 'warning']);
    expect(
      verdicts(
        [pair(0, 1)],
        [
          [0, 0, 0],
          [0, 1, 1],
        ],
      ),
    ).toEqual(['leak', 'clean']);
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));

describe.skipIf(!existsSync(`${shared}rbc-chula`))('rbc-chula', () => {
  it('has 21 pictures with the pixels of another one', async () => {
    const cells = await loadImageManifest(`${shared}rbc-chula/cells.csv`, {
      file: 'cells/{file}',
      patient: 'image',
    });
    const seen = new Set<string>();
    const wholes = cells.rows
      .filter(({ file }) => !seen.has(file) && seen.add(file))
      .map(({ box: _, ...row }) => row);
    const hashes = new Map<string, number>();
    const { pixelHash } = await import('./pixel-hash.ts');
    for await (const { image } of decodeImages(wholes)) {
      const hash = pixelHash(image);
      hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
    }
    expect(wholes.length - hashes.size).toBe(21);
  });
});

describe.skipIf(!existsSync(`${shared}cxr-cohen-cc`))('cxr-cohen-cc', () => {
  it('five pictures were collected twice, under two patients', async () => {
    const films = await loadImageManifest(`${shared}cxr-cohen-cc/metadata.csv`, { file: 'images/{file}' });
    const wanted = films.rows.filter(({ file }) => /rapidly-progressive|16660|pneumonia-7/.test(file));
    const prints = [];
    for await (const { image } of decodeImages(wanted)) prints.push(imagePrint(image));
    const pairs = findDuplicateImages(prints);
    expect(pairs.filter(({ kind }) => kind === 'near')).toHaveLength(4);
    for (const { first, second } of pairs) expect(wanted[first]!.patient).not.toBe(wanted[second]!.patient);
  });
});
