import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dicomFrame } from './dicom-frame.ts';
import { decodeDicomBytes, dicomImage, dicomValues } from './dicom-image.ts';
import { throughWindow } from './grey-window.ts';
import { readDicom } from './read-dicom.ts';

const folder = new URL('../../fixtures/dicom/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(`${name}.dcm`, folder)));
const { cases } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  cases: Record<
    string,
    {
      shape: number[];
      stored?: string;
      modality?: number[];
      shown?: number[];
      rgb?: number[];
      near?: number[];
    }
  >;
};
const named = (field: 'stored' | 'shown' | 'rgb') =>
  Object.keys(cases).filter((name) => cases[name]![field] !== undefined);

describe('by hand', () => {
  it('the linear window of DICOM is 0 below and 255 above', () => {
    const window = { shape: 'linear', center: 2048, width: 4096 } as const;
    expect([-1, 0, 4095, 5000].map((value) => throughWindow(value, window))).toEqual([0, 0, 255, 255]);
    expect(throughWindow(7, { shape: 'linear', center: 7, width: 1 })).toBe(255);
    expect(throughWindow(6, { shape: 'linear', center: 7, width: 1 })).toBe(0);
  });
});

describe('reference: pydicom', () => {
  it('every fixture has its expectation', () => {
    const files = readdirSync(folder).flatMap((file) => (file.endsWith('.dcm') ? [file.slice(0, -4)] : []));
    expect(files.sort()).toEqual(Object.keys(cases).sort());
  });

  it.each(named('stored'))('%s: every stored value', async (name) => {
    const { shape, stored, modality = [] } = cases[name]!;
    const dicom = readDicom(bytesOf(name), name);
    const frames = shape.length === 3 ? [0, 1] : [0];
    const hash = createHash('sha256');
    for (const frame of frames) {
      const { values, layout } = await dicomFrame(dicom, { frame });
      expect([layout.rows, layout.columns]).toEqual(shape.slice(-2));
      hash.update(new Uint8Array(values.buffer));
    }
    expect(hash.digest('hex')).toBe(stored);
    const values = await dicomValues(dicom, { frame: 0 });
    modality.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 9);
    });
  });

  it('jpeg-grey: within the level by which two decoders differ', async () => {
    const { values } = await dicomFrame(readDicom(bytesOf('jpeg-grey'), 'jpeg-grey'));
    cases['jpeg-grey']!.near!.forEach((value, i) => {
      expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(1);
    });
  });

  it.each(named('shown'))('%s: the window', async (name) => {
    const { data } = await dicomImage(readDicom(bytesOf(name), name));
    cases[name]!.shown!.forEach((grey, i) => {
      expect(Math.abs(data[i * 3]! - grey)).toBeLessThanOrEqual(0.5001);
    });
  });

  it.each(named('rgb'))('%s: colours', async (name) => {
    const { data } = await dicomImage(readDicom(bytesOf(name), name));
    const { rgb = [] } = cases[name]!;
    expect(data.length).toBe(rgb.length);
    // Two JPEG decoders and two roundings of YBR may differ by a few levels; everything else is exact.
    const allowed = name === 'jpeg-rgb' ? 4 : name === 'ybr-full' ? 1 : 0;
    const worst = rgb.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
    expect(worst).toBeLessThanOrEqual(allowed);
  });
});

describe('what cannot be used is refused by name', () => {
  it.each<[string, string, (bytes: Uint8Array) => Uint8Array]>([
    ['empty', 'mono2-12', () => new Uint8Array()],
    ['not_dicom', 'mono2-12', (bytes) => bytes.subarray(0, 100)],
    ['not_dicom', 'mono2-12', (bytes) => bytes.with(128, 0)],
    ['damaged', 'mono2-12', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['damaged', 'rle-16', (bytes) => bytes.subarray(0, bytes.length - 400)],
    ['damaged', 'deflated', (bytes) => bytes.subarray(0, bytes.length - 400)],
    ['no_pixels', 'mono2-12', (bytes) => bytes.subarray(0, indexOf(bytes, [0xe0, 0x7f, 0x10, 0x00]))],
    ['damaged', 'j2k-16', (bytes) => bytes.with(indexOf(bytes, [0xff, 0x4f, 0xff, 0x51]) + 10, 9)],
  ])('%s (%s)', async (fault, name, change) => {
    await expect(decodeDicomBytes(change(bytesOf(name)), 'a.dcm')).rejects.toMatchObject({
      name: 'DicomError',
      fault,
      exitCode: 3,
    });
  });

  it('several frames need one to be named', async () => {
    await expect(decodeDicomBytes(bytesOf('frames'), 'a.dcm')).rejects.toThrow('a.dcm: holds 2 frames');
    await expect(decodeDicomBytes(bytesOf('frames'), 'a.dcm', { frame: 2 })).rejects.toThrow('no frame 2');
    expect((await decodeDicomBytes(bytesOf('frames'), 'a.dcm', { frame: 1 })).width).toBe(36);
  });

  it('sequences without length do not nest for ever', () => {
    const item = [
      0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 255, 0, 0xe0, 255, 255, 255, 255,
    ];
    for (const depth of [40, 40_000]) {
      const nested = Uint8Array.from({ length: item.length * depth }, (_, i) => item[i % item.length]!);
      const bytes = Buffer.concat([headerOf('mono2-12'), nested]);
      expect(() => readDicom(bytes, 'a.dcm')).toThrow(expect.objectContaining({ name: 'DicomError' }));
    }
  });

  it('millions of empty elements are too many', () => {
    const element = [0x09, 0, 0, 0, 0x55, 0x53, 0, 0];
    const many = Uint8Array.from({ length: 8 * 500_000 }, (_, i) => element[i % 8]!);
    const bytes = Buffer.concat([headerOf('mono2-12'), many]);
    expect(() => readDicom(bytes, 'a.dcm', { maxElements: 10_000 })).toThrow('more than 10000 elements');
  });
});

function indexOf(bytes: Uint8Array, wanted: number[]): number {
  const at = Buffer.from(bytes).indexOf(Buffer.from(wanted));
  expect(at).toBeGreaterThan(0);
  return at;
}

/** A file up to its first element after the Part 10 header. */
function headerOf(name: string): Uint8Array {
  const bytes = bytesOf(name);
  return bytes.subarray(0, indexOf(bytes, [0x08, 0x00, 0x16, 0x00]));
}
