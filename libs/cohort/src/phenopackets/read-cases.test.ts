import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TermLookup } from './phenotype-case.ts';
import { readCases } from './read-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'cases-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lookUp: TermLookup = (id) => {
  if (id === 'HP:0000009') return { undefinedBecause: 'obsolete, consider HP:0000001' };
  if (id === 'HP:0000011') return { term: 1, was: 'replaced' };
  const number = Number(id.slice(3));
  return number >= 1 && number <= 5 ? { term: number, was: 'live' } : { undefinedBecause: 'unknown to HPO' };
};

const packet = (id: string, observed: readonly string[], more: object = {}) => ({
  id,
  subject: { id: 'proband', sex: 'FEMALE', timeAtLastEncounter: { age: { iso8601duration: 'P2Y' } } },
  phenotypicFeatures: observed.map((term) => ({ type: { id: term, label: 'x' } })),
  interpretations: [
    {
      id: 'i',
      progressStatus: 'SOLVED',
      diagnosis: { disease: { id: 'OMIM:1' }, genomicInterpretations: [] },
    },
  ],
  metaData: { externalReferences: [{ id: 'PMID:77' }] },
  ...more,
});

const write = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

test('reads a phenopacket: terms in order, publication as site, age in days', async () => {
  const features = [
    { type: { id: 'HP:0000003' } },
    { type: { id: 'HP:0000002' }, excluded: true },
    { type: { id: 'HP:0000001' } },
  ];
  const path = write(
    'one.json',
    packet('a', [], {
      phenotypicFeatures: features,
      diseases: [{ term: { id: 'OMIM:1' }, onset: { age: { iso8601duration: 'P1D' } } }],
    }),
  );
  const { cases, leftOut } = await readCases(path, { lookUp });
  expect(leftOut).toEqual([]);
  expect(cases).toEqual([
    {
      id: 'a',
      patient: 'PMID:77 proband',
      site: 'PMID:77',
      pmid: 'PMID:77',
      sex: 'female',
      onsetDays: 1,
      ageDays: 730.5,
      observed: Int32Array.of(1, 3),
      excluded: Int32Array.of(2),
      truths: ['OMIM:1'],
      genes: [],
      notes: [],
    },
  ]);
});

test('a folder goes on past what it cannot use, and says each with file and id', async () => {
  const place = join(folder, 'many');
  mkdirSync(place);
  const put = (name: string, content: unknown) => write(join('many', name), content);
  put('1.json', packet('good', ['HP:0000001', 'HP:0000009', 'HP:0000011', 'HP:9999999']));
  put('2.json', packet('empty', []));
  put('3.json', packet('good', ['HP:0000002']));
  put('4.json', '{"id": ');
  put('5.json', { id: 'odd', phenotypicFeatures: [{ type: {} }] });
  put('6.json', packet('gone', ['HP:0000009']));
  put('7.json', ' '.repeat(17 * 2 ** 20));
  put('notes.md', 'not read');
  const { cases, leftOut } = await readCases(place, { lookUp });
  expect(cases.map(({ id }) => id)).toEqual(['good']);
  expect(cases[0]?.notes).toEqual([
    'HP:0000009 left out: obsolete, consider HP:0000001',
    'HP:0000011 read as the term it was merged into',
    'HP:9999999 left out: unknown to HPO',
  ]);
  expect(leftOut.map(({ where, id }) => [where, id])).toEqual([
    ['2.json', 'empty'],
    ['3.json', 'good'],
    ['4.json', undefined],
    ['5.json', 'odd'],
    ['6.json', 'gone'],
    ['7.json', undefined],
  ]);
  expect(leftOut.map(({ because }) => because)).toEqual([
    'has no observed phenotypic feature',
    'has the id of a case in 1.json',
    expect.stringMatching(/^is no JSON/),
    expect.stringMatching(/^is no GA4GH Phenopacket v2: phenotypicFeatures\.0\.type\.id: /),
    'none of its features is a live term (HP:0000009 left out: obsolete, consider HP:0000001)',
    expect.stringMatching(/^is 17 MB, more than the 16 MB read at once/),
  ]);
});

test('reads a zip as it reads the folder', async () => {
  const place = join(folder, 'zipped');
  mkdirSync(place);
  write(join('zipped', 'a.json'), packet('z', ['HP:0000004']));
  const zip = join(folder, 'z.zip');
  execFileSync('python3', ['-m', 'zipfile', '-c', zip, place]);
  const { cases } = await readCases(zip, { lookUp });
  expect(cases.map(({ id, observed }) => [id, [...observed]])).toEqual([['z', [4]]]);
});

test('reads a PhenoBrain list; its cases are named by file and place', async () => {
  const path = write('MME.json', [
    [
      ['HP:0000001', 'HP:0000002'],
      ['OMIM:1', 'ORPHA:2'],
    ],
    [['HP:0000099'], ['OMIM:1']],
  ]);
  const { cases, leftOut } = await readCases(path, { lookUp });
  expect(cases.map(({ id, truths, site }) => [id, truths, site])).toEqual([
    ['MME-1', ['OMIM:1', 'ORPHA:2'], 'MME'],
  ]);
  expect(leftOut).toEqual([
    {
      where: 'MME.json:2',
      id: 'MME-2',
      because: 'none of its features is a live term (HP:0000099 left out: unknown to HPO)',
    },
  ]);
});

test.each([
  ['list.tsv', 'case_id\thpo_ids\tdisease\tsex\nk1\tHP:0000001;HP:0000002\tOMIM:1\tm\n'],
  ['list.jsonl', '{"id": "k1", "hpo": ["HP:0000001", "HP:0000002"], "truth": "OMIM:1", "sex": "M"}\n'],
  ['list.csv', 'id,hpo,truth,sex\nk1,HP:0000001|HP:0000002,OMIM:1,male\n'],
])('reads %s', async (name, text) => {
  const { cases } = await readCases(write(name, text), { lookUp });
  expect(cases).toEqual([
    expect.objectContaining({ id: 'k1', observed: Int32Array.of(1, 2), truths: ['OMIM:1'], sex: 'male' }),
  ]);
});

test('refuses a list without a column of terms, a zip that is none, and a path that is not there', async () => {
  await expect(readCases(write('no.tsv', 'id\ttruth\na\tb\n'), { lookUp })).rejects.toThrow(
    'no.tsv: holds no case that can be used (no.tsv:2: has no column of HPO ids',
  );
  await expect(readCases(write('empty.csv', ' \n'), { lookUp })).rejects.toThrow('(empty.csv: is empty)');
  await expect(readCases(write('head.csv', 'id,hpo\n'), { lookUp })).rejects.toThrow(
    '(head.csv: has a header and no cases)',
  );
  await expect(readCases(write('no.zip', 'text'), { lookUp })).rejects.toThrow('is no readable zip');
  await expect(readCases(join(folder, 'absent'), { lookUp })).rejects.toThrow('is not there');
});
