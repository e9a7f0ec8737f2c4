import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkReplays } from './check-replays.ts';
import { encodeReplays } from './encode-replays.ts';
import { readReplays } from './read-replays.ts';
import type { Replays } from './replays.ts';
import { constantColumn, textColumn } from './text-column.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-replays-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const whole: Replays = {
  rows: 6,
  model: constantColumn('logistic', 6),
  label: constantColumn('relapse', 6),
  replicate: Int32Array.of(-1, -1, -1, 0, 0, 0),
  patientId: textColumn(['a', 'a', '007', 'a', 'a', '007']),
  sampleId: textColumn(['a1', 'a2', '007', 'a1', 'a2', '007']),
  inBag: Int32Array.of(1, 1, 1, 2, 2, 0),
  p: Float64Array.of(0.1, 0.2, 1 / 3, 0.15, 0.25, 1e-17),
  note: textColumn(['', '', '', 'separation', 'separation', 'separation']),
};

describe('replays', () => {
  it('come back from Parquet bit by bit, and are the same bytes again', async () => {
    const path = join(folder, 'replays.parquet');
    writeFileSync(path, encodeReplays(whole, { seed: '1' }));
    expect(await readReplays(path, 'replays.parquet')).toEqual(whole);
    expect(encodeReplays(whole, { seed: '1' })).toEqual(encodeReplays(whole, { seed: '1' }));
  });

  it('name a missing column', async () => {
    const path = join(folder, 'replays.csv');
    writeFileSync(path, 'model,label,replicate\nx,y,-1\n');
    await expect(readReplays(path, 'replays.csv')).rejects.toThrow(
      'replays.csv: column patient_id is missing (found: model, label, replicate)',
    );
  });

  it.each<[string, Partial<Replays>, string]>([
    [
      'risks',
      { p: whole.p.map((p, row) => (row === 2 ? 1.5 : p)) },
      'p outside [0, 1] in 1 row (first: row 3)',
    ],
    [
      'replicates',
      { replicate: Int32Array.of(-2, -1, -1, 0, 0, 0) },
      'replicate below -1 in 1 row (first: row 1)',
    ],
    ['counts', { inBag: Int32Array.of(1, 1, 1, -1, -1, 0) }, 'in_bag is negative in 2 rows (first: row 4)'],
    [
      'the apparent fit',
      { inBag: Int32Array.of(1, 1, 2, 2, 2, 0) },
      'in_bag is not 1 in the apparent fit in 1 row (first: row 3)',
    ],
    [
      'keys',
      { sampleId: textColumn(['a1', 'a1', '007', 'a1', 'a2', '007']) },
      'the key (model, label, replicate, sample_id) stands twice (first: row 2)',
    ],
    [
      'draws of a patient',
      { inBag: Int32Array.of(1, 1, 1, 2, 1, 0) },
      'a patient was drawn differently often (first: row 5)',
    ],
    [
      'completeness',
      { sampleId: textColumn(['a1', 'a2', '007', 'a1', 'a2', 'b']) },
      'replicate 0 of model logistic does not have the samples of the apparent fit',
    ],
    [
      'the apparent fit being there',
      { replicate: Int32Array.of(1, 1, 1, 0, 0, 0) },
      'model logistic has no apparent fit (replicate -1)',
    ],
    ['rows', { rows: 0 }, 'no rows'],
  ])('are held to %s', (_, broken, message) => {
    expect(() => checkReplays({ ...whole, ...broken }, 'x')).toThrow(`x: ${message}`);
  });
});
