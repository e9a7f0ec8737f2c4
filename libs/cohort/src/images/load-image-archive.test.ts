import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decodeImages } from './decode-images.ts';
import { loadImageArchive } from './load-image-archive.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import { parseNpy } from './parse-npy.ts';

const fixture = (file: string) => fileURLToPath(new URL(`../../fixtures/images/${file}`, import.meta.url));
const folder = () => mkdtempSync(join(tmpdir(), 'raredx-arrays-'));
/** As make.py fills it. */
const pixel = (image: number, at: number) => (image * 60 + at) % 251;

describe('loadImageArchive', () => {
  it('three parts with their labels, and every byte of every picture', async () => {
    const { rows, notes } = await loadImageArchive(fixture('tiny.npz'), {
      patient: 'image',
      classNames: ['nevus', 'melanoma'],
    });
    expect(rows.map(({ officialSplit }) => officialSplit)).toEqual([
      'train',
      'train',
      'train',
      'val',
      'test',
      'test',
    ]);
    expect(rows.map(({ label }) => label?.[0]).join('')).toBe('nmmnmn');
    expect(notes[0]).toMatch('no patient is named');
    for await (const { index, image } of decodeImages(rows)) {
      expect([image.width, image.height]).toEqual([5, 4]);
      expect(image.data.every((value, at) => value === pixel(index, at))).toBe(true);
    }
  });

  it('refuses pickled objects, other files and cut archives', async () => {
    const load = (path: string) => loadImageArchive(path, { patient: 'image' });
    await expect(load(fixture('pickled.npz'))).rejects.toMatchObject({ fault: 'unsupported' });
    await expect(load(fixture('make.py'))).rejects.toMatchObject({ fault: 'not_an_image' });
    const cut = join(folder(), 'cut.npz');
    writeFileSync(cut, readFileSync(fixture('tiny.npz')).subarray(0, 300));
    await expect(load(cut)).rejects.toMatchObject({ name: 'ImageError' });
  });

  it('any bytes are an array or a typed error', () => {
    const head = Buffer.from(
      "\x93NUMPY\x01\x00\x46\x00{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }",
      'latin1',
    );
    const start = Buffer.concat([head, Buffer.alloc(80 - head.length, 32), Buffer.alloc(4)]);
    expect(parseNpy(start, 'a').shape).toEqual([2, 2]);
    fc.assert(
      fc.property(fc.nat(83), fc.nat(255), fc.nat(84), (at, value, keep) => {
        const bytes = Uint8Array.from(start);
        bytes[at] = value;
        try {
          const { shape, bytes: values } = parseNpy(bytes.subarray(0, keep), 'a');
          expect(
            values.length %
              Math.max(
                shape.reduce((a, b) => a * b, 1),
                1,
              ),
          ).toBe(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ImageError' });
        }
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});

describe('bare bytes beside a manifest', () => {
  it('a row names its picture by number; a file that ends early is said', async () => {
    const path = join(folder(), 'm.csv');
    writeFileSync(path, 'index,dx\n1,a\n0,b\n2,c\n');
    writeFileSync(
      join(path, '..', 'x.u8'),
      Uint8Array.from({ length: 8 }, (_, i) => i),
    );
    const { rows } = await loadImageManifest(path, {
      columns: { frame: 'index' },
      array: { file: 'x.u8', width: 2, height: 2, channels: 1 },
      patient: 'image',
    });
    expect(rows.map(({ patient }) => patient)).toEqual(['x.u8#1', 'x.u8#0', 'x.u8#2']);
    const images = decodeImages(rows, { onBad: 'count' });
    const first: number[] = [];
    for await (const { image } of images) first.push(image.data[0]!);
    expect(first).toEqual([4, 0]);
    expect(images.leftOut).toEqual([{ index: 2, file: 'x.u8', reason: 'ends before picture 2' }]);
  });

  it('DICOM files stream like any picture', async () => {
    const path = join(folder(), 'm.csv');
    writeFileSync(path, 'file,patient,frame\na.dcm,p,1\na.dcm,p,0\nb.dcm,q,\n');
    for (const [to, from] of [
      ['a', 'frames'],
      ['b', 'rgb'],
    ] as const) {
      writeFileSync(join(path, '..', `${to}.dcm`), readFileSync(fixture(`../dicom/${from}.dcm`)));
    }
    const { rows } = await loadImageManifest(path);
    const sizes: string[] = [];
    for await (const { row, image } of decodeImages(rows))
      sizes.push(`${row.imageId} ${image.width}x${image.height}`);
    expect(sizes).toEqual(['a.dcm#1 36x34', 'a.dcm#0 36x34', 'b.dcm 36x34']);
  });
});
