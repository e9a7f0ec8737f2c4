import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { identifierTraces } from './identifier-traces.ts';
import { loadNotes } from './load-notes.ts';
import { parsePubtator } from './parse-pubtator.ts';

function written(name: string, text: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'raredx-notes-')), name);
  writeFileSync(path, text);
  return path;
}

describe('loadNotes', () => {
  it('jsonl, csv and PubTator give the same rows', async () => {
    const line = {
      id: 'a',
      text: 'Short stature, seizures.',
      annotations: [{ start: 0, end: 13, hpo: 'HP:0004322' }],
    };
    const mentions = [{ start: 0, end: 13, concept: 'HP:0004322' }];
    const jsonl = await loadNotes(written('a.jsonl', `${JSON.stringify(line)}\n`), { patient: 'note' });
    expect(jsonl.rows).toEqual([
      { noteId: 'a', text: line.text, label: null, patient: 'a', site: 'unknown', mentions },
    ]);
    const pubtator = 'a|t|Short stature,\na|a|seizures.\na\t0\t13\tShort stature\tX\tHP:0004322\n';
    expect((await loadNotes(written('a.txt', pubtator), { patient: 'note' })).rows).toEqual(jsonl.rows);
    const csv = 'id,text,who,dx\na,"Short stature, seizures.",p1,x\n';
    const table = await loadNotes(written('a.csv', csv), { patient: { column: 'who' }, label: 'dx' });
    expect(table.rows[0]).toMatchObject({ patient: 'p1', label: 'x', text: line.text });
    expect(table.classNames).toEqual(['x']);
  });

  it.each<[string, string, string | Uint8Array]>([
    ['line 1 is not json', 'a.jsonl', '{'],
    ['line 1 is no object', 'a.jsonl', '[1]'],
    ['the text is empty in row 1', 'a.jsonl', '{"id":"a"}'],
    ['text 2 has the id of an earlier one', 'a.jsonl', '{"id":"a","text":"x"}\n{"id":"a","text":"y"}'],
    [
      'an annotation of line 1 lies outside its text',
      'a.jsonl',
      '{"text":"x","annotations":[{"start":0,"end":9}]}',
    ],
    ['not utf-8', 'a.jsonl', Uint8Array.of(0xff, 0xfe, 0x41)],
    ['the file is empty (0 bytes)', 'a.txt', ''],
    ['line 1 is no title', 'a.txt', 'hello'],
    ['the mention in line 2 lies outside its text', 'a.txt', '1|t|x\n1\t5\t99\tx\ty\tz'],
    ['no column text', 'a.csv', 'id\n1\n'],
  ])('%s', async (message, name, text) => {
    await expect(loadNotes(written(name, text), { patient: 'note' })).rejects.toThrow(`${name}: ${message}`);
  });

  it('any text is PubTator or a typed error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('1|t|', '1|a|', '\t', '\n', '1', '9', 'x', '|', '\r\n'), { maxLength: 40 }),
        (parts) => {
          try {
            parsePubtator(parts.join(''), 'a.txt');
          } catch (error) {
            expect(error).toMatchObject({ name: 'ContractError' });
          }
        },
      ),
      { numRuns: 1000, seed: 7 },
    );
  });

  it('a prototype is no field', async () => {
    const path = written('a.jsonl', '{"__proto__":{"text":"x"},"id":"a","text":"t"}');
    expect((await loadNotes(path, { patient: 'note' })).rows[0]!.text).toBe('t');
    expect(({} as { text?: string }).text).toBeUndefined();
  });
});

describe('identifierTraces', () => {
  it('finds what was planted', () => {
    const planted =
      'Dr Jones saw Mrs Smith (MRN: 00123456) on 3 March 2019 and 2019-03-04; call 0151 555 1234 or a.b@c.org, L1 8JX.';
    expect(new Set(identifierTraces(planted).map(({ kind }) => kind))).toEqual(
      new Set(['name', 'record number', 'date', 'telephone number', 'e-mail address', 'postcode']),
    );
  });

  it('leaves ages, doses and concepts alone', () => {
    expect(identifierTraces('At 3 months, 5 mg/kg, HP:0001250, weight 2.8 kg, IQ 20-30, 46,XX.')).toEqual([]);
  });
});

const shared = fileURLToPath(new URL('../../../../../shared/data/text/', import.meta.url));

describe.skipIf(!existsSync(shared))('texts at hand', () => {
  it.each([
    ['id68.jsonl', 68],
    ['gscplus.jsonl', 228],
    ['test.pubtator.txt', 100],
  ])('%s', async (file, count) => {
    const { rows } = await loadNotes(`${shared}${file}`, { patient: 'note' });
    expect(rows).toHaveLength(count);
    expect(rows.filter(({ mentions }) => mentions.length > 0).length).toBeGreaterThan(count * 0.9);
  });
});
