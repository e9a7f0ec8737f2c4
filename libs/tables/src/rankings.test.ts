import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkRankings } from './check-rankings.ts';
import { encodeRankings } from './encode-rankings.ts';
import type { Rankings } from './rankings.ts';
import { readRankings } from './read-rankings.ts';
import { constantColumn, textColumn } from './text-column.ts';

const folder = mkdtempSync(join(tmpdir(), 'rankings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two cases; the truth of the second is no candidate. */
const table: Rankings = {
  rows: 4,
  caseId: textColumn(['a', 'a', 'b', 'b']),
  patientId: textColumn(['p1', 'p1', 'p2', 'p2']),
  site: constantColumn('PMID:1', 4),
  model: constantColumn('mica-lr', 4),
  partition: constantColumn('external', 4),
  candidate: textColumn(['OMIM:1', 'OMIM:2', 'OMIM:1', 'OMIM:9']),
  score: Float64Array.of(2, 1, 3, Number.NEGATIVE_INFINITY),
  p: Float64Array.of(0.7, 0.2, 0.9, 0),
  rank: Float64Array.of(1, 2, 1, Number.POSITIVE_INFINITY),
  isTrue: Uint8Array.of(0, 1, 0, 1),
  candidateCount: Int32Array.of(5, 5, 5, 5),
  attributes: { sex: textColumn(['male', 'male', 'unknown', 'unknown']) },
};

test('what is written is read back, a truth that was not ranked included', async () => {
  const path = join(folder, 'rankings.parquet');
  writeFileSync(path, encodeRankings(table, { knowledge: 'toy' }));
  expect(encodeRankings(table)).toEqual(encodeRankings(table));
  expect(await readRankings(path, 'rankings.parquet')).toEqual({
    ...table,
    site: textColumn(Array(4).fill('PMID:1')),
    model: textColumn(Array(4).fill('mica-lr')),
    partition: textColumn(Array(4).fill('external')),
  });
});

test.each<[string, Partial<Rankings>, RegExp]>([
  ['a p above 1', { p: Float64Array.of(1.2, 0, 0, 0) }, /p outside \[0, 1\] in 1 row \(first: row 1\)/],
  ['a rank of 0', { rank: Float64Array.of(0, 2, 1, 2) }, /rank below 1/],
  [
    'a rank beyond the candidates',
    { rank: Float64Array.of(1, 6, 1, 2) },
    /beyond the candidates in 1 row \(first: row 2\)/,
  ],
  [
    'an unranked candidate that is not true',
    { rank: Float64Array.of(1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY) },
    /beyond the candidates in 1 row \(first: row 3\)/,
  ],
  [
    'ranks against the scores',
    { rank: Float64Array.of(2, 1, 1, Number.POSITIVE_INFINITY) },
    /do not follow the scores/,
  ],
  ['a candidate twice', { candidate: constantColumn('OMIM:1', 4) }, /candidate twice/],
  ['a partition of its own', { partition: constantColumn('new', 4) }, /unknown partition \(new\)/],
  ['no row', { rows: 0 }, /no rows/],
])('refuses %s', (_, wrong, message) => {
  expect(() => checkRankings({ ...table, ...wrong }, 'rankings')).toThrow(message);
});
