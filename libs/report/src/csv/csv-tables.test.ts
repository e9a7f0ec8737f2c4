import { expect, test } from 'vitest';
import { allMaps, humanItems, lockText } from '../../tests/dossier-fixture.ts';
import { hostileStrings, withHostileText } from '../../tests/hostile-text.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderPackJson } from '../render-pack-json.ts';
import { lockedComponents } from '../requirements/software-bill.ts';
import { csvCell, csvTable } from './csv-table.ts';
import { csvTables } from './csv-tables.ts';

const full = () =>
  packInput({ requirements: allMaps, human: humanItems(), software: lockedComponents(lockText) });

test.each([
  ['=1+1', "'=1+1"],
  ['  =1+1', "'  =1+1"],
  ['+49', "'+49"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "' =1"],
  ['＝1', "'＝1"],
  ['a,"b"', '"a,""b"""'],
  ['plain', 'plain'],
  [-1.5, '-1.5'],
  [1e-7, '1e-7'],
  [null, ''],
])('%s', (value, cell) => expect(csvCell(value)).toBe(cell));

test('lines end as RFC 4180 has it', () => {
  expect(csvTable(['a', 'b'], [[1, 'x']])).toBe('a,b\r\n1,x\r\n');
});

test('every statement is there unrounded, the same bytes again', () => {
  const tables = csvTables(full());
  const lines = tables.get('evidence.csv')!.split('\r\n');
  expect(lines.length).toBe(full().evidence.rows.length + 2);
  const row = full().evidence.rows[0]!;
  expect(lines[1]).toContain(`${row.id},${row.metric},${row.model}`);
  expect(lines[1]).toContain(String(row.estimate));
  expect([...csvTables(full())]).toEqual([...tables]);
  expect(JSON.parse(renderPackJson(full())).evidence.rows.length).toBe(full().evidence.rows.length);
});

/** Fields of a line, quotes taken off. */
const fields = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

test.each(hostileStrings)('%#: no cell of a text is a formula', (text) => {
  for (const table of csvTables({ ...withHostileText(text), requirements: allMaps }).values()) {
    const [head, ...lines] = table.trimEnd().split('\r\n');
    for (const line of lines) {
      expect(fields(line).length).toBe(fields(head!).length);
      for (const cell of fields(line))
        expect(/^\s*[=+@]/.test(cell) || (cell.startsWith('-') && !Number.isFinite(Number(cell)))).toBe(
          false,
        );
    }
  }
});
