import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { missingness } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { shareable } from '../profile/shareable.ts';
import { renderHtml } from '../render-html.ts';

const section = (input = packInput({ missingness })) =>
  parseHTML(renderHtml(input)).document.querySelector('#missingness');
const rowsOf = (input?: ReturnType<typeof packInput>) =>
  [...(section(input)?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );

test('says where values are missing, what that goes with, and what it cannot tell', () => {
  const [age, ...patterns] = rowsOf();
  expect(age).toEqual([
    'age',
    '128',
    '3.2\u202F%',
    'by site: study 3 5.4\u202F%, study 4 1.3\u202F%',
    'stage 0.21',
    'goes with observed data: not missing completely at random (chi-square 40.4, 2 df, adjusted p below 0.001)',
  ]);
  expect(patterns.map(([missing]) => missing)).toEqual(['nothing', 'age']);
  expect(section()?.textContent).toContain('3900 of 4028 rows have no gap');
  expect(section()?.textContent).toContain('it can be contradicted, never confirmed');
});

test('nothing missing is said; without the document the counts of the quality report stand', () => {
  const none = { ...missingness, completeRows: 4028, columns: [], patterns: [] };
  expect(section(packInput({ missingness: none }))?.textContent).toContain('no value is missing');
  expect(rowsOf(packInput({}))[0]).toHaveLength(3);
  expect(section(packInput({ quality: null }))).toBeNull();
});

test('the copy for sharing has none of it', () => {
  expect(shareable(packInput({ missingness })).missingness).toBeNull();
});
