import { expect, test } from 'vitest';
import { tableOne } from '../../tests/cohort-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderHtml } from '../render-html.ts';

test('Table 1 says how a patient with several samples was counted', () => {
  const counted = 'A patient with several samples counts once';
  expect(renderHtml(packInput({ tableOne }))).not.toContain(counted);
  const sites = tableOne.sites.map((site) => ({ ...site, samples: 3 * site.patients }));
  expect(renderHtml(packInput({ tableOne: { ...tableOne, sites } }))).toContain(counted);
});
