import { describe, expect, it } from 'vitest';
import { draftColumn } from './draft-column.ts';
import { draftDataset } from './draft-dataset.ts';

const times = (count: number, cells: readonly (string | null)[]) =>
  Array.from({ length: count }, () => cells).flat();

describe('draftColumn', () => {
  it.each([
    ['0 and 1', times(3, ['0', '1', null]), 'boolean'],
    ['words for yes and no', times(3, ['Yes', 'No', 'NA']), 'boolean'],
    ['codes', times(5, ['1', '2', '3']), 'category'],
    ['counts', Array.from({ length: 40 }, (_, i) => String(i % 20)), 'integer'],
    ['decimals', ['1.5', '2', '.7'], 'number'],
    ['signed codes', times(5, ['+1', '-1', '0']), 'category'],
    ['one word in two spellings', times(5, ['yes', 'Yes']), 'category'],
    ['words', times(5, ['left', 'right']), 'category'],
    ['free text', ['one', 'two', 'three'], 'text'],
    ['identifiers with zeros in front', ['007', '008', '009.5'], 'text'],
    ['dates', ['2020-01-31', '2021-02-01'], 'text'],
    ['nothing', ['', null, 'NA'], 'text'],
  ])('%s', (_, cells, type) => {
    expect(draftColumn('x', cells).type).toBe(type);
  });

  it('asks about a lone 999 and a lone −9, not about a high or a negative number among others', () => {
    const doubts = (...cells: string[]) => draftColumn('x', [...cells, '3.5']).doubts;
    expect(doubts('4', '7', '999')).toEqual(['is 999 a number, or does it mean missing?']);
    expect(doubts('4', '7', '-9')).toEqual(['is -9 a number, or does it mean missing?']);
    expect(doubts('1', '2', '9')).toEqual(['is 9 a number, or does it mean missing?']);
    expect(doubts('800', '950', '999')).toEqual([]);
    expect(doubts('-12', '-9', '7')).toEqual([]);
  });
});

it('keeps levels as they are written', () => {
  expect(draftColumn('x', times(5, ['+1', '-1', '0'])).levels).toEqual(['-1', '0', '+1']);
});

it.each([
  ['decimal commas', Array.from({ length: 20 }, (_, i) => `1,${i}`)],
  ['a < among numbers', [...Array.from({ length: 20 }, (_, i) => `1.${i}`), '<0.5']],
])('asks about %s', (_, cells) => {
  expect(draftColumn('x', cells).doubts[0]).toContain('numbers but for');
});

const table = (columns: Record<string, string[]>) => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns: new Map(Object.entries(columns)),
});

describe('draftDataset', () => {
  const sixteen = Array.from({ length: 16 }, (_, i) => String(i));
  it('finds the patient and the centre by their names', () => {
    const draft = draftDataset(
      table({
        visit: sixteen,
        subject_id: sixteen.map((i) => `p${i}`),
        center: times(8, ['204', '7']) as string[],
      }),
    );
    expect(draft).toMatchObject({ patient: 'subject_id', site: 'center' });
    expect(draft.columns.find(({ name }) => name === 'center')).toMatchObject({
      type: 'category',
      levels: ['7', '204'],
    });
  });

  it('takes no measurement for a patient number, and says when a name does not look like one', () => {
    const measured = table({ volume: sixteen.map((i) => `${i}.5`), sex: times(8, ['f', 'm']) as string[] });
    expect(draftDataset(measured).patient).toBeNull();
    const named = table({ alias: sixteen.map((i) => `x${i}`) });
    expect(draftDataset(named).doubts[0]).toBe(
      'alias is taken as the patient number: no two rows share a value',
    );
  });

  it('says when nothing tells patients apart, and when one has several rows', () => {
    expect(draftDataset(table({ sex: times(8, ['f', 'm']) as string[] })).doubts[0]).toContain(
      'no column tells patients',
    );
    expect(draftDataset(table({ id: times(8, ['1', '2']) as string[] })).doubts[0]).toBe(
      'id is not unique: declare the key of the rows as sample',
    );
  });
});
