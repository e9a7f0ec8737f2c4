import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePredictions, readPredictions, textAt } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const read = (name: string, content: string, columns = {}) =>
  readPredictions(file(name, content), name, columns);

const whole = `patient_id,sample_id,site,model,partition,repeat,fold,label,y,p,attr_sex
00012,00012,a,m,internal,0,0,relapse,1,0.9,F
7,7,a,m,internal,0,1,relapse,0,0.1,
8,8,b,m,external,-1,-1,relapse,0,0.30000000000000004,M
`;

describe('a bare y,p file', () => {
  it('takes each row as a patient and says what could not be checked', async () => {
    const table = await read('bare.csv', 'y,p\n1,0.7\n0,0.2\n');
    expect(table.rows).toBe(2);
    expect([...table.p]).toEqual([0.7, 0.2]);
    expect(table.patientId.levels).toEqual(['row-1', 'row-2']);
    expect(table.partition.levels).toEqual(['external']);
    expect(table.unchecked.join(' ')).toContain('no patient column');
  });

  it('takes named columns and further rows of a patient as samples', async () => {
    const table = await read('vendor.csv', 'id,dead,risk,arm\nx,1,0.7,A\nx,1,0.6,A\nz,0,0.1,\n', {
      y: 'dead',
      p: 'risk',
      patient: 'id',
      attributes: ['arm'],
    });
    expect(table.sampleId.levels).toEqual(['x', 'x#2', 'z']);
    expect(table.attributes.arm?.levels).toEqual(['A', 'unknown']);
  });
});

describe('a table without a sample column', () => {
  const rows = (model: string, label: string) =>
    ['a,1,0.7', 'a,1,0.6', 'b,0,0.2'].map((row) => `${model},${label},${row}`);
  const content = ['m', 'n'].flatMap((model) => ['x', 'z'].flatMap((label) => rows(model, label)));

  it('has the same samples in every model and class, and says what that rests on', async () => {
    const table = await read('models.csv', `model,label,patient_id,y,p\n${content.join('\n')}\n`);
    expect(Array.from({ length: 12 }, (_, row) => textAt(table.sampleId, row))).toEqual(
      Array.from({ length: 4 }, () => ['a', 'a#2', 'b']).flat(),
    );
    expect(table.unchecked).toContain(
      'no sample column: rows of one patient are taken as samples, the same ones in the same order for every model and class',
    );
  });

  it('says nothing where no patient has several rows', async () => {
    const table = await read('one.csv', 'model,patient_id,y,p\nm,a,1,0.7\nn,a,1,0.6\n');
    expect(table.sampleId.levels).toEqual(['a']);
    expect(table.unchecked.join(' ')).not.toContain('sample');
  });
});

describe('a whole table', () => {
  it('keeps identifiers as text and every bit of p through Parquet', async () => {
    const table = await read('whole.csv', whole);
    expect(table.patientId.levels[0]).toBe('00012');
    expect(table.attributes.sex?.levels).toEqual(['F', 'unknown', 'M']);
    const bytes = encodePredictions(table, { seed: '1' });
    const again = await readPredictions(file('whole.parquet', bytes), 'whole.parquet');
    expect(again.p).toEqual(table.p);
    expect(textAt(again.patientId, 0)).toBe('00012');
    expect(encodePredictions(again, { seed: '1' })).toEqual(bytes);
  });
});

describe('imputations', () => {
  const imputed = `patient_id,imputation,model,partition,label,y,p
a,0,m,external,relapse,1,0.9
a,1,m,external,relapse,1,0.8
b,0,m,external,relapse,0,0.2
b,1,m,external,relapse,0,0.3
`;
  const bare = 'imputation,y,p\n0,1,0.5\n';

  it('are part of the key, are no further samples, and pass through Parquet', async () => {
    const table = await read('imputed.csv', imputed);
    expect(table.imputation).toEqual(Int32Array.of(0, 1, 0, 1));
    expect(table.sampleId.levels).toEqual(['a', 'b']);
    const bytes = encodePredictions(table);
    const again = await readPredictions(file('imputed.parquet', bytes), 'imputed.parquet');
    expect(again.imputation).toEqual(table.imputation);
    expect(await read('whole.csv', whole)).not.toHaveProperty('imputation');
  });

  it.each([
    [
      `${imputed}a,1,m,external,relapse,1,0.8\n`,
      'fold, imputation, sample_id, label) stands twice in 1 row (first: row 5)',
    ],
    [
      `${imputed}c,0,m,external,relapse,0,0.1\n`,
      'a sample is not in every imputation of its model in 1 row (first: row 5)',
    ],
    [imputed.replace('b,1,', 'b,-1,'), 'not in every imputation'],
    [imputed.replace('b,1,', 'b,-2,'), 'imputation is below -1 (first: row 4)'],
    [imputed.replace('b,1,', 'b,0.5,'), 'imputation is not a whole number (first: row 4)'],
    [bare, 'column patient_id is missing'],
  ])('that cannot be pooled are one clear line: %#', async (content, message) => {
    await expect(
      read('imputed.csv', content, content === bare ? {} : { sample: 'patient_id' }),
    ).rejects.toThrow(message);
  });
});

describe('a broken file', () => {
  it.each([
    ['y,p\n1,1.2\n0,0.2\n', 'p outside [0, 1] in 1 row (first: row 1, p = 1.2)'],
    ['y,p\n1,\n', 'p is not a finite number in 1 row (first: row 1)'],
    ['y,p\n1,NaN\n', 'p is not a finite number in 1 row (first: row 1)'],
    ['y,p\n2,0.5\n', 'y is neither 0 nor 1 in 1 row (first: row 1)'],
    ['y,risk\n1,0.5\n', 'column p is missing (found: y, risk)'],
    ['y,p\n', 'the file has a header but no rows'],
    ['', 'the file is empty (0 bytes)'],
    ['y,p\n1,0.5\n0,0.5,7\n', 'line 3 has 3 fields where the header has 2'],
    ['y,p\n1,0.5\n0\n', 'line 3 has 1 fields where the header has 2'],
    ['y,p,p\n1,0.5,1\n', 'two columns are named p'],
    [whole.replace('external,-1,-1', 'validation,-1,-1'), 'unknown partition (validation)'],
    [whole.replace('8,8,b', '7,8,b'), 'a patient is in two partitions (first: row 3)'],
    [whole.replace('8,8,b', '8,8,a'), 'external sites also occur in development (a)'],
    [`${whole}8,8,b,m,external,-1,-1,relapse,0,0.3,M\n`, 'stands twice in 1 row (first: row 4)'],
    [`${whole}7,9,a,m,internal,0,0,relapse,0,0.3,M\n`, 'a patient is in two folds of one repeat (row 4)'],
    [`${whole}8,8,b,other,external,-1,-1,relapse,1,0.3,M\n`, 'two outcomes for the same label (row 4)'],
  ])('is one clear line: %#', async (content, message) => {
    await expect(read('broken.csv', content)).rejects.toThrow(
      `broken.csv: ${message}`.replace('broken.csv: stands', 'stands').replace('broken.csv: two', 'two'),
    );
  });

  it.each([
    ['y;p\n1;0,5\n', 'the columns are separated by semicolons, not by commas', 'export it again with commas'],
    ['y\tp\n1\t0.5\n', 'the columns are separated by tabs, not by commas', 'export it again with commas'],
    ['y,p\nyes,0.5\n,0.5\n', 'y is neither 0 nor 1 in 2 rows (first: row 1)', 'write 1 (or true) where'],
    ['y,p\n2,0.5\n', 'y is neither 0 nor 1 in 1 row (first: row 1)', 'several classes each has its own row'],
    ['y,p,\n1,0.5,1\n', 'column 3 of the header has no name', 'name it in the first line'],
    ['y,p,p\n1,0.5,1\n', 'two columns are named p', 'rename one of them'],
    ['y,p\n', 'the file has a header but no rows', 'export it again'],
    ['y,p\n1,"0.5\n', 'line 2 opens a quote that is never closed', 'close it'],
    ['y,p,patient_id\n1,0.5,\n', 'patient_id is empty in 1 row (first: row 1)', 'fill it in'],
    ['y,p\n1,50 %\n', 'p is not a finite number in 1 row (first: row 1)', 'not as a percentage'],
    ['dead,p\n1,0.5\n', 'column y is missing (found: dead, p)', 'name it with --y'],
  ])('says what to do: %#', async (content, message, advice) => {
    await expect(read('broken.csv', content)).rejects.toMatchObject({
      message: `broken.csv: ${message}`,
      advice: expect.stringContaining(advice),
    });
  });

  it('takes attributes named in one list, and says how a name is to be written', async () => {
    const sites = 'y,p,sex,"age, band"\n1,0.5,F,old\n';
    const table = await read('lists.csv', sites, { attributes: ['sex', 'age, band'] });
    expect(Object.keys(table.attributes)).toEqual(['sex', 'age, band']);
    const listed = await read('lists.csv', 'y,p,sex,age\n1,0.5,F,old\n', { attributes: ['sex,age'] });
    expect(Object.keys(listed.attributes)).toEqual(['sex', 'age']);
    await expect(read('lists.csv', sites, { attributes: ['sexx'] })).rejects.toMatchObject({
      advice: 'write the name as it stands in the header',
    });
  });

  it('names a truncated Parquet, a file that is not one, and a file that is not there', async () => {
    const table = await read('whole.csv', whole);
    const bytes = encodePredictions(table);
    const path = file('cut.parquet', bytes);
    truncateSync(path, bytes.length - 20);
    await expect(readPredictions(path, 'cut.parquet')).rejects.toThrow(
      'cut.parquet: not a readable parquet file (truncated, or another format)',
    );
    await expect(readPredictions(file('text.parquet', 'y,p\n1,0\n'), 'text.parquet')).rejects.toThrow(
      'not a readable parquet file (truncated, or another format)',
    );
    await expect(readPredictions(join(folder, 'none.csv'), 'none.csv')).rejects.toThrow(
      'none.csv: there is no such file, or it cannot be read',
    );
  });

  it('says what a file is that is not text of utf-8, and what a folder is', async () => {
    const told = (name: string, content: Uint8Array) =>
      readPredictions(file(name, content), name).catch(({ message, advice }) => `${message} → ${advice}`);
    expect(await told('wide.csv', Buffer.from('\uFEFFy,p\n1,0.5\n', 'utf16le'))).toBe(
      'wide.csv: utf-16, not utf-8 → convert it, for instance with iconv -f utf-16 -t utf-8',
    );
    expect(await told('latin.csv', Buffer.from('y,p,größe\n1,0.5,1\n', 'latin1'))).toBe(
      'latin.csv: not utf-8 (line 1) → convert it from what it is, for instance with iconv -f latin1 -t utf-8',
    );
    expect(await told('junk.csv', Uint8Array.of(80, 75, 3, 4, 0, 0, 1))).toContain(
      'junk.csv: not a text file',
    );
    await expect(readPredictions(folder, 'a')).rejects.toThrow('a: a folder, not a table');
  });

  it('carries the exit code of broken data', async () => {
    await expect(read('broken.csv', 'y,p\n1,1.2\n')).rejects.toMatchObject({
      exitCode: 3,
      name: 'ContractError',
    });
  });
});

describe('rows and columns that are not what they seem', () => {
  const read = async (text: string, columns = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'raredx-seem-'));
    writeFileSync(join(folder, 'v.csv'), text);
    try {
      return await readPredictions(join(folder, 'v.csv'), 'v.csv', columns);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const rows = Array.from({ length: 60 }, (_, i) => `a${i},${i % 2},0.${100 + i}`);

  it('says which rows stand twice', async () => {
    const { unchecked } = await read(['patient_id,y,p', ...rows, rows[3], rows[9]].join('\n'));
    expect(unchecked).toContain(
      '2 rows repeat an earlier one in every column (first: row 61) and count again: copies?',
    );
    expect((await read('y,p\n1,0.5\n1,0.5\n0,0.5\n0,0.5\n')).unchecked.join()).not.toContain('repeat');
  });

  it('refuses an identifier as a subgroup, and one column as outcome and risk', async () => {
    const text = ['patient_id,y,p', ...rows].join('\n');
    await expect(read(text, { attributes: ['patient_id'] })).rejects.toThrow('it names rows, not groups');
    await expect(read(text, { y: 'y', p: 'y' })).rejects.toThrow('y is named as outcome and as risk');
  });
});
