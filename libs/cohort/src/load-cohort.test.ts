import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ContractError } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { datasetFolder, smallCohort, smallCsv, smallDeclaration } from '../tests/small-cohort.ts';
import { type CategoryColumn, loadCohort, loadDataset, type NumberColumn } from './index.ts';

/** What loading a changed file says. */
async function complaint(file: string | Uint8Array, declaration = smallDeclaration): Promise<ContractError> {
  const loading = smallCohort(declaration, file);
  await expect(loading).rejects.toThrow();
  const error = (await loading.catch((thrown: unknown) => thrown)) as ContractError;
  expect(error).toMatchObject({ name: 'ContractError', exitCode: 3 });
  expect(error.message).toMatch(/^raredx-cohort-\w+[/\\]small\.(csv|parquet): [^\n]*[^.]$/);
  return error;
}
const inCsv = (from: string, to: string) => smallCsv.replaceAll(from, to);

async function parquetOf(folder: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const path = join(folder, 'small.parquet');
  await connection.run(
    `copy (select id, site, stage::double as stage, age::int as age, nullif(marker, 'NA')::double as marker, rel::boolean as rel
     from read_csv('${join(folder, 'small.csv')}', all_varchar = true)) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  return path;
}

describe('a good file', () => {
  it('is typed as declared, missing values and all', async () => {
    const cohort = await smallCohort();
    expect(cohort.patientId).toEqual(['00012', '00013', '00014', '00015', '00016', '00017']);
    expect(cohort.sampleId).toBe(cohort.patientId);
    expect(cohort.site).toEqual(['Ayr', 'Ayr', 'Ayr', 'Bonn', 'Bonn', 'Bonn']);
    const { stage, age_band, late, relapse } = cohort.columns as Record<string, CategoryColumn>;
    const marker = cohort.columns.marker as NumberColumn;
    expect([...stage.codes]).toEqual([0, 1, -1, 2, 0, 1]);
    expect([...marker.values]).toEqual([1.5, -2, NaN, 0.25, NaN, 1000]);
    expect([...marker.missing]).toEqual([0, 0, 1, 0, 1, 0]);
    expect([...relapse.codes]).toEqual([0, 1, 0, 1, 0, 0]);
    // 24 months are 2 years and in the middle band, 60 are 5 and in the old one: left-closed
    expect(Array.from(age_band.codes, (code) => age_band.levels[code])).toEqual([
      'middle',
      'old',
      'young',
      'old',
      'young',
      'middle',
    ]);
    expect([...late.codes]).toEqual([0, 0, -1, 1, 0, 0]);
  });

  it('may have a byte order mark, crlf, quotes and another order of columns', async () => {
    const turned = smallCsv
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .split(',')
          .reverse()
          .map((cell) => `"${cell}"`)
          .join(','),
      );
    const cohort = await smallCohort(smallDeclaration, `\uFEFF${turned.join('\r\n')}\r\n`);
    const plain = await smallCohort();
    expect(cohort.columns).toEqual(plain.columns);
    expect(cohort.patientId).toEqual(plain.patientId);
  });

  it('may be parquet, with the same result', async () => {
    const folder = datasetFolder();
    await parquetOf(folder);
    writeFileSync(join(folder, 'dataset.yaml'), smallDeclaration.replace('small.csv', 'small.parquet'));
    const cohort = await loadCohort(loadDataset(folder));
    const plain = await smallCohort();
    expect(cohort.columns).toEqual(plain.columns);
    expect(cohort.site).toEqual(plain.site);
  });

  it('may lie in a folder whose name has quotes and glob characters', async () => {
    const { mkdirSync, cpSync } = await import('node:fs');
    const folder = datasetFolder();
    const odd = join(folder, "it's [a]*");
    mkdirSync(odd);
    cpSync(join(folder, 'dataset.yaml'), join(odd, 'dataset.yaml'));
    cpSync(join(folder, 'small.csv'), join(odd, 'small.csv'));
    expect((await loadCohort(loadDataset(odd))).rows).toBe(6);
  });

  it('may have several rows a patient where a sample key is declared', async () => {
    const declaration = smallDeclaration
      .replace('patient: id', 'patient: patient\nsample: id')
      .replace('  - { name: id,', '  - { name: patient, type: text, title: P }\n  - { name: id,');
    const file = smallCsv
      .split('\n')
      .map((line, row) => (line ? `${row === 0 ? 'patient' : `p${row % 3}`},${line}` : ''));
    const cohort = await smallCohort(declaration, file.join('\n'));
    expect(cohort.patientId).toEqual(['p1', 'p2', 'p0', 'p1', 'p2', 'p0']);
    expect(cohort.sampleId[0]).toBe('00012');
  });
});

describe('bad input is one clear line', () => {
  it.each([
    ['a missing column', inCsv('marker', 'markr'), 'missing column (marker)'],
    [
      'a column nobody declared',
      inCsv('rel\n', 'rel,extra\n').replaceAll(/([01]|TRUE|FALSE)\n/g, '$1,x\n'),
      'undeclared column (extra)',
    ],
    [
      'a level nobody declared',
      inCsv('A,2,', 'A,7,'),
      'column stage: not a declared level (1, 2, 3) in 1 row (row 2)',
    ],
    [
      'a boolean that is none',
      inCsv('TRUE', 'maybe'),
      'column rel: not a declared level (true, false, 1, 0) in 1 row (row 4)',
    ],
    [
      'a value out of range',
      inCsv(',130,', ',1300,'),
      'column age: outside [0, 200] months in 1 row (row 4)',
    ],
    [
      'a fraction for a whole number',
      inCsv(',130,', ',13.5,'),
      'column age: not a whole number in 1 row (row 4)',
    ],
    ['a word for a number', inCsv('1e3', 'high'), 'column marker: not a number in 1 row (row 6)'],
    ['infinity', inCsv('1e3', '1e999'), 'column marker: not a number in 1 row (row 6)'],
    ['a patient twice', inCsv('00017', '00012'), 'column id: key used again in 1 row (row 6)'],
    ['a patient without identifier', inCsv('00017,', ','), 'column id: missing in 1 row (row 6)'],
    ['a row too short', inCsv(',12,NA,0', ',12,NA'), 'line 4 has 5 fields where the header has 6'],
    ['a row too long', inCsv(',12,NA,0', ',12,NA,0,1'), 'line 4 has 7 fields where the header has 6'],
    ['an open quote', inCsv('00014,', '"00014,'), 'line 4'],
    ['latin-1', Buffer.from(inCsv('00014', 'é'), 'latin1'), 'not utf-8 (line 4)'],
    ['latin-1 in the header', Buffer.from(inCsv('marker', 'é'), 'latin1'), 'not utf-8 (line 1)'],
    ['no rows', 'id,site,stage,age,marker,rel\n', 'the file has a header but no rows'],
    ['0 bytes', '', 'the file is empty (0 bytes)'],
    ['two columns of one name', inCsv('marker', 'age'), 'two columns are named age'],
    ['a nameless column', inCsv('marker', ''), 'column 5 of the header has no name'],
  ])('%s', async (_, file, message) => {
    expect((await complaint(file)).message).toContain(message);
  });

  it('all columns are named at once, and no value of a patient', async () => {
    const { message, advice } = await complaint(inCsv('A,2,', 'A,secret,').replace(',59,', ',-77,'));
    expect(message).toContain('column stage');
    expect(advice).toContain('also: column age: outside [0, 200] months in 1 row (row 6)');
    expect(`${message}${advice}`).not.toMatch(/secret|77/);
  });

  it('many rows are counted and the first five shown', async () => {
    const { message } = await complaint(smallCsv.replaceAll(/^(\d+,[AB],)./gm, '$18'));
    expect(message).toContain('in 6 rows (first: rows 1, 2, 3, 4, 5)');
  });

  it('an undeclared column is a warning where declared so', async () => {
    const declaration = smallDeclaration.replace('site: site\n', 'site: site\nundeclared: warn\n');
    const file = smallCsv
      .trimEnd()
      .split('\n')
      .map((line) => `${line},x`)
      .join('\n')
      .replace('rel,x', 'rel,extra');
    const cohort = await smallCohort(declaration, file);
    expect(cohort.warnings).toEqual([expect.stringContaining('undeclared column (extra), left out')]);
    expect(Object.keys(cohort.columns)).not.toContain('extra');
  });

  it('a parquet file cut short, and one that is none', async () => {
    const { readFileSync } = await import('node:fs');
    const whole = readFileSync(await parquetOf(datasetFolder()));
    const declaration = smallDeclaration.replace('small.csv', 'small.parquet');
    for (const file of [whole.subarray(0, whole.length - 30), whole.subarray(0, 5), Buffer.from(smallCsv)]) {
      expect((await complaint(file, declaration)).message).toContain('not a readable parquet file');
    }
  });

  it('a file that is not there', async () => {
    const folder = datasetFolder();
    const dataset = loadDataset(folder);
    const away = { ...dataset, path: join(folder, 'gone.csv') };
    await expect(loadCohort(away)).rejects.toThrow('there is no such file');
  });
});
