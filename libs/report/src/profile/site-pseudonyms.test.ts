import { expect, test } from 'vitest';
import { sitePseudonyms } from './site-pseudonyms.ts';

const { inText, of } = sitePseudonyms([
  'Boston',
  "Sant'Anna",
  'Zürich',
  'NWTS-3',
  'Boston General',
  'A-1',
  'UK',
]);

test.each([
  ['Validation at BOSTON and boston', 'Validation at site 1 and site 1'],
  ['auroc-boston', 'auroc-site-1'],
  ['boston_auroc', 'site_1_auroc'],
  ['auroc_boston_general', 'auroc_site_5'],
  ['Boston General, Boston.', 'site 5, site 1.'],
  ['auroc-sant-anna of Sant’Anna, SANT ANNA', 'auroc-site-2 of site 2, site 2'],
  ['zurich, zuerich, ZÜRICH, Zu\u0308rich', 'site 3, site 3, site 3, site 3'],
  ['nwts3-oe', 'site-4-oe'],
  ['stage a1 is not A-1', 'stage a1 is not site 6'],
  ['Bostonian, UK', 'Bostonian, UK'],
])('%s', (text, expected) => {
  expect(inText(text)).toBe(expected);
});

test('a field that holds a site, known or not', () => {
  expect([of('Zürich'), of('UK'), of('Elsewhere')]).toEqual(['site 3', 'site 7', 'another site']);
});

test('no site, no change', () => {
  expect(sitePseudonyms([]).inText('Boston')).toBe('Boston');
});
