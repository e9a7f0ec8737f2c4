import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rgbImage } from '../images/rgb-image.ts';
import { burnedInText } from './burned-in-text.ts';
import { deidentifyDicom } from './deidentify-dicom.ts';
import { dicomFrame } from './dicom-frame.ts';
import { readDicom } from './read-dicom.ts';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/dicom/${name}.dcm`, import.meta.url)));
const open = (name: string) => readDicom(bytesOf(name), `${name}.dcm`);
const secret = 'a secret of the hospital';

describe('deidentifyDicom', () => {
  it('no planted value is left, at any depth, in any part', () => {
    const { bytes } = deidentifyDicom(open('phi'), { secret });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).not.toMatch(/canary/i);
    for (const planted of ['19810203', '20210304', '20210305', '101112', '045Y', '8.498.']) {
      expect(text).not.toContain(planted);
    }
  });

  it('says that it was done, and how', () => {
    const { bytes, warnings } = deidentifyDicom(open('phi'), { secret });
    const { dataSet } = readDicom(bytes, 'new.dcm');
    expect(dataSet.string('x00120062')).toBe('YES');
    const codes = dataSet.elements.x00120064!.items!.map((item) => item.dataSet!.string('x00080100'));
    expect(codes).toEqual(['113100']);
    expect(dataSet.string('x00280303')).toBe('REMOVED');
    expect(warnings).toEqual(['(0028,0301) says that text is burned into the pixels: they must be cleaned']);
  });

  it.each(['phi', 'rle-16', 'j2k-rgb', 'rle-frames', 'implicit', 'deflated', 'palette'])(
    '%s: the pixels stay as they are',
    async (name) => {
      const before = await dicomFrame(open(name), { frame: 0 });
      const { bytes } = deidentifyDicom(open(name), { secret });
      expect(await dicomFrame(readDicom(bytes, 'new.dcm'), { frame: 0 })).toEqual(before);
    },
  );

  it('same secret same identity, another secret another', () => {
    const identity = (key: string, name = 'phi') => {
      const { dataSet } = readDicom(deidentifyDicom(open(name), { secret: key }).bytes, 'new.dcm');
      return ['x00100020', 'x0020000d', 'x00080018', 'x00020003'].map((tag) => dataSet.string(tag));
    };
    const [patient, study, instance, media] = identity(secret);
    expect(identity(secret)).toEqual([patient, study, instance, media]);
    expect(media).toBe(instance);
    expect(study).toMatch(/^2\.25\.\d{1,39}$/);
    expect(identity(secret, 'rgb').slice(0, 2)).toEqual([patient, study]);
    expect(identity(`${secret}!`)).not.toEqual(identity(secret));
  });

  it('moves the dates of a patient by the same days', () => {
    const { dataSet } = readDicom(deidentifyDicom(open('phi'), { secret, dates: 'shift' }).bytes, 'new.dcm');
    const day = (tag: string) => {
      const text = dataSet.string(tag)!;
      return (
        Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / 864e5
      );
    };
    expect(day('x00080021') - day('x00080020')).toBe(1);
    expect(day('x00080020')).toBeLessThan(Date.UTC(2021, 2, 4) / 864e5);
    expect(dataSet.string('x00080030')).toBe('101112');
    expect(dataSet.string('x00100030') ?? '').toBe('');
    expect(dataSet.string('x00280303')).toBe('MODIFIED');
  });

  it('refuses a short secret', () => {
    expect(() => deidentifyDicom(open('phi'), { secret: 'short' })).toThrow('at least 16 characters');
  });
});

describe('burnedInText', () => {
  const drawn = (at: (x: number, y: number) => number) =>
    rgbImage(
      80,
      60,
      Uint8Array.from({ length: 80 * 60 * 3 }, (_, i) => at(Math.floor(i / 3) % 80, Math.floor(i / 240))),
    );

  it('strokes at the border, but no soft shadow', () => {
    const strokes = drawn((x, y) => (y > 2 && y < 10 && x < 40 && x % 5 < 2 ? 255 : 0));
    expect(burnedInText(strokes)).toEqual([{ edge: 'top', from: 3, to: 9 }]);
    expect(burnedInText(drawn((x) => 127 + 120 * Math.sin(x / 4)))).toEqual([]);
  });
});
