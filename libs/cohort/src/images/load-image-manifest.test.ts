import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadImageFolder } from './load-image-folder.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import type { ManifestOptions } from './manifest-options.ts';

/** A folder with a manifest and files of one byte: nothing is opened while a manifest is read. */
function manifest(csv: string, files: readonly string[] = ['a.png', 'b.png']): string {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-images-'));
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), 'x');
  }
  writeFileSync(join(folder, 'm.csv'), csv);
  return join(folder, 'm.csv');
}
const load = (csv: string, options: ManifestOptions = {}, files?: string[]) =>
  loadImageManifest(manifest(csv, files), options);

describe('loadImageManifest', () => {
  it('guesses the usual names and says so', async () => {
    const cohort = await load('File,Diagnosis,patient-id,Hospital,attr_sex\na.png,x,p1,H,f\nb.png,,p2,,\n');
    expect(cohort.rows[0]).toMatchObject({
      imageId: 'a.png',
      label: 'x',
      patient: 'p1',
      site: 'H',
      attributes: { sex: 'f' },
    });
    expect(cohort.rows[1]).toMatchObject({ label: null, site: 'unknown', attributes: { sex: 'unknown' } });
    expect(cohort.classNames).toEqual(['x']);
    expect(cohort.notes).toEqual([
      'm.csv: guessed by name: image = File, label = Diagnosis, patient = patient-id, site = Hospital',
      '1 of 2 rows have no label',
    ]);
  });

  it('the fingerprint is of the rows, not of the machine', async () => {
    const csv = 'image,patient\na.png,1\nb.png,2\n';
    const [one, same, other] = await Promise.all([load(csv), load(csv), load(csv.replace('2', '3'))]);
    expect(same.fingerprint).toBe(one.fingerprint);
    expect(other.fingerprint).not.toBe(one.fingerprint);
  });

  it('centres are cut to squares, boxes are taken as they are, one id a cell', async () => {
    const centres = await load('image,x,y\na.png,50,10\na.png,7,8\n', { patient: 'image', boxSize: 20 });
    expect(centres.rows.map(({ box }) => box)).toEqual([
      { x: 40, y: 0, width: 20, height: 20 },
      { x: -3, y: -2, width: 20, height: 20 },
    ]);
    expect(centres.rows.map(({ imageId, patient }) => [imageId, patient])).toEqual([
      ['a.png#1', 'a.png'],
      ['a.png#2', 'a.png'],
    ]);
    const boxes = await load('image,x,y,w,h\na.png,1,2,3,4\n', { patient: 'image' });
    expect(boxes.rows[0]!.box).toEqual({ x: 1, y: 2, width: 3, height: 4 });
  });

  it('file templates, patient patterns, words for no label', async () => {
    const options = { file: 'in/{key}.png', patient: /^in\/(p\d)_/, unlabelled: ['n/a'] };
    const cohort = await load('key,label\np1_1,x\np1_2,n/a\n', options, ['in/p1_1.png', 'in/p1_2.png']);
    expect(cohort.rows.map(({ patient, label }) => [patient, label])).toEqual([
      ['p1', 'x'],
      ['p1', null],
    ]);
  });

  it.each<[string, string, ManifestOptions]>([
    ['no column names the patient', 'image\na.png\n', {}],
    ['no column names the pictures', 'photo,patient\na.png,1\n', {}],
    ['the patient is empty in row 2', 'image,patient\na.png,1\nb.png,\n', {}],
    ['no column dz', 'image,patient,dx\na.png,1,x\n', { columns: { label: 'dz' } }],
    ['rows 1 and 2 have the same id', 'image,patient\na.png,1\na.png,1\n', {}],
    ['x is not a number of pixels in row 1', 'image,patient,x,y\na.png,1,left,3\n', {}],
    ['the box has no area in row 1', 'image,patient,x,y,w,h\na.png,1,2,3,0,4\n', {}],
    ['c.png: there is no such file', 'image,patient\nc.png,1\n', {}],
  ])('%s', async (message, csv, options) => {
    await expect(load(csv, options)).rejects.toThrow(message);
    await expect(load(csv, options)).rejects.toMatchObject({ exitCode: 3 });
  });

  it.each([
    '../a.png',
    'x/../../a.png',
    '/etc/passwd',
    'C:\\a.png',
    '..\\a.png',
    'file:///etc/passwd',
    '\\\\host\\a.png',
    'a.png\0.jpg',
  ])('%j leads out of the folder', async (file) => {
    const csv = `image,patient\n"${file}",1\n`;
    await expect(load(csv)).rejects.toMatchObject({ fault: expect.stringMatching(/outside|missing/) });
  });

  it('nor does a link', async () => {
    const path = manifest('image,patient\nlink.png,1\n');
    symlinkSync(manifest(''), join(path, '..', 'link.png'));
    await expect(loadImageManifest(path)).rejects.toMatchObject({ fault: 'outside' });
  });

  it('onBad count leaves out and lists', async () => {
    const cohort = await load('image,patient\na.png,1\nc.png,2\n../x,3\n', { onBad: 'count' });
    expect(cohort.rows).toHaveLength(1);
    expect(cohort.leftOut.map(({ file }) => file)).toEqual(['c.png', '../x']);
    expect(cohort.notes.join()).toContain('2 rows left out');
  });
});

describe('loadImageFolder', () => {
  it('classes are folders; what is no picture is counted', () => {
    const folder = join(manifest('', ['x/p1_a.png', 'y/p1_b.JPG', 'y/notes.txt']), '..');
    const cohort = loadImageFolder(folder, { patient: /\/(p\d)_/ });
    expect(cohort.rows.map(({ label, patient }) => [label, patient])).toEqual([
      ['x', 'p1'],
      ['y', 'p1'],
    ]);
    expect(cohort.notes).toContain('2 files are not in a folder of a class or no pictures by their names');
  });

  it('pictures alone have no class', () => {
    const folder = join(manifest('', ['a.png', 'b.png']), '..');
    const { rows, classNames, notes } = loadImageFolder(folder);
    expect(rows.map(({ imageId, label }) => [imageId, label])).toEqual([
      ['a.png', null],
      ['b.png', null],
    ]);
    expect(classNames).toEqual([]);
    expect(notes).toContain('2 of 2 rows have no label');
  });

  it('one file one patient is said', () => {
    const folder = join(manifest('', ['x/a.png']), '..');
    expect(loadImageFolder(folder).notes[0]).toMatch('every file is taken as another patient');
  });
});
