import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { fewShots } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { csvTables } from '../csv/csv-tables.ts';
import { shareable } from '../profile/shareable.ts';
import { renderHtml } from '../render-html.ts';
import { readFewShots } from './few-shots.ts';

it('draws the curve of each method, with tables of points, differences and open-set scores', () => {
  const { document } = parseHTML(renderHtml(packInput({ fewShots })));
  const chapter = document.querySelector('#few-shots');
  expect(chapter?.querySelectorAll('svg')).toHaveLength(2);
  expect(chapter?.querySelectorAll('#few-shots svg circle')).toHaveLength(3 + 2);
  const captions = [...(chapter?.querySelectorAll('caption') ?? [])].map((one) => one.textContent);
  expect(captions).toEqual([
    'Methods by number of shots',
    'Paired differences against ridge, on the same episodes',
    'AUROC of samples of an unseen class against the others',
  ]);
  expect(chapter?.textContent).toContain('Left out for too few patients: d.');
  expect(chapter?.textContent).toContain('other classes of other patients: e, f.');
  expect(chapter?.textContent).toContain('not estimable: class a has 3 patients for the support, not 5');
  expect(chapter?.textContent).toContain('0.520 (0.420 to 0.620)');
});

it('is in the tables, and in no copy for readers outside', () => {
  const lines = csvTables(packInput({ fewShots })).get('few-shots.csv')?.trim().split('\r\n') ?? [];
  expect(lines).toHaveLength(1 + 4 + 2 + 2);
  const outside = shareable(packInput({ fewShots }));
  expect(outside.fewShots).toBeNull();
  expect(renderHtml(outside)).not.toContain('id="few-shots"');
});

it('a file that is none is refused by name', () => {
  expect(readFewShots(JSON.stringify(fewShots), 'few-shots.json')).toEqual(fewShots);
  expect(() => readFewShots(JSON.stringify({ ...fewShots, ways: 1 }), 'few-shots.json')).toThrow(
    /^few-shots\.json: .*\(ways\)/,
  );
});
