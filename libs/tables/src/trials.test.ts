import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkTrials } from './check-trials.ts';
import { encodeTrials } from './encode-trials.ts';
import { readTrials } from './read-trials.ts';
import { textColumn } from './text-column.ts';
import type { Trials } from './trials.ts';

const folder = mkdtempSync(join(tmpdir(), 'trials-'));
afterAll(() => rmSync(folder, { recursive: true }));

const all = (value: string) => textColumn(Array<string>(3).fill(value));
const table: Trials = {
  rows: 3,
  caseId: textColumn(['a', 'a', 'b']),
  patientId: textColumn(['a', 'a', 'b']),
  site: all('PMID:1'),
  model: all('transfer'),
  partition: all('test'),
  measure: all('rank'),
  condition: all('closed set, 3 shots'),
  group: all('with shots'),
  disease: textColumn(['OMIM:1', 'OMIM:1', 'OMIM:2']),
  draw: Int32Array.of(0, 1, 0),
  value: Float64Array.of(1, 2.5, Number.POSITIVE_INFINITY),
  candidateCount: Int32Array.of(9, 9, 9),
};

test('what is written is read back, a truth that was not ranked included', async () => {
  const path = join(folder, 'trials.parquet');
  writeFileSync(path, encodeTrials(table));
  expect(encodeTrials(table)).toEqual(encodeTrials(table));
  expect(await readTrials(path, 'trials.parquet')).toEqual(table);
});

test.each<[string, Partial<Trials>, RegExp]>([
  [
    'a rank of 0',
    { value: Float64Array.of(0, 1, 1) },
    /outside its measure's range in 1 row \(first: row 1\)/,
  ],
  ['a score above 1', { measure: all('unknown_score'), value: Float64Array.of(0, 1, 1.1) }, /first: row 3/],
  ['a measure of its own', { measure: all('luck') }, /unknown measure \(luck\)/],
  ['a partition of its own', { partition: all('new') }, /unknown partition \(new\)/],
  ['a draw twice', { draw: Int32Array.of(0, 0, 0) }, /draw twice under one condition \(first: row 2\)/],
  ['no row', { rows: 0 }, /no rows/],
])('refuses %s', (_, wrong, message) => {
  expect(() => checkTrials({ ...table, ...wrong }, 'trials')).toThrow(message);
});
