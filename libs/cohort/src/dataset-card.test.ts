import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { datasetCard } from './dataset-card.ts';
import { loadImageDataset } from './images/load-image-dataset.ts';
import { pullDataset } from './pull-dataset.ts';

const shelf = fileURLToPath(new URL('../../../datasets/', import.meta.url));
const card = (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-card-'));
  writeFileSync(join(folder, 'dataset.yaml'), text);
  return datasetCard(folder);
};
const images = `kind: images
name: tiny
title: Tiny
source: here
licence: none
needs: [m.csv, in]
manifest: m.csv
file: in/{key}.png
patient: { column: who }
columns: { label: dx }
`;

describe('datasetCard', () => {
  it.each([
    ['cells', 'images'],
    ['chest-x-ray', 'images'],
    ['dermamnist', 'images'],
    ['notes', 'notes'],
    ['phenopackets', 'phenopackets'],
    ['wilms', 'table'],
  ])('%s is a card of kind %s', (name, kind) => {
    expect(datasetCard(join(shelf, name))).toMatchObject({ name, kind });
  });

  it('refuses what no kind knows', () => {
    expect(() => card(images.replace('kind: images', 'kind: movies'))).toThrow('no such kind (movies)');
    expect(() => card(`${images}colour: red\n`)).toThrow('unknown key');
    expect(() => card(images.replace('name: tiny', 'name: Tiny'))).toThrow('name must be kebab-case');
  });

  it('pull takes all or nothing, and then it loads', async () => {
    const tiny = card(images);
    if (tiny.kind !== 'images') throw new Error('unreachable');
    await expect(loadImageDataset(tiny)).rejects.toMatchObject({
      exitCode: 2,
      advice: /raredx data pull tiny/,
    });
    const from = mkdtempSync(join(tmpdir(), 'raredx-from-'));
    writeFileSync(join(from, 'm.csv'), 'key,who,dx\na,p,x\n');
    expect(() => pullDataset(tiny, from)).toThrow('the folder lacks in');
    expect(existsSync(tiny.folder)).toBe(false);
    mkdirSync(join(from, 'in'));
    writeFileSync(join(from, 'in', 'a.png'), 'x');
    pullDataset(tiny, from);
    expect(readFileSync(join(tiny.folder, 'in', 'a.png'), 'utf8')).toBe('x');
    expect((await loadImageDataset(tiny)).rows[0]).toMatchObject({
      patient: 'p',
      label: 'x',
      file: 'in/a.png',
    });
  });
});
