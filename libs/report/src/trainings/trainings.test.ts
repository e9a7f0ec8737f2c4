import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { trainings } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { csvTables } from '../csv/csv-tables.ts';
import { shareable } from '../profile/shareable.ts';
import { renderHtml } from '../render-html.ts';
import { readTrainings } from './trainings.ts';

describe('training chapter', () => {
  const page = renderHtml(packInput({ trainings }));
  const { document } = parseHTML(page);

  it('draws the learning curves of each model, with its fits and every epoch in tables', () => {
    const chapter = document.querySelector('#training');
    expect(chapter?.querySelectorAll('svg')).toHaveLength(2);
    const rows = [...(chapter?.querySelectorAll('table') ?? [])].map(
      (table) => table.querySelectorAll('tbody tr').length,
    );
    expect(rows).toEqual([2, 3, 1, 2, 1]);
    expect(chapter?.querySelectorAll('svg circle')).toHaveLength(1);
    expect(chapter?.textContent).toContain('stopped early');
    expect(chapter?.textContent).toContain('No patients were set aside for tuning');
  });

  it('says whether transfer helped, and why there is no interval', () => {
    const text = document.querySelector('#training')?.textContent;
    expect(text).toContain('tuned, internal, 24 patients: transfer hurt.');
    expect(text).toContain('12 of 300 resamples had one class only');
    expect(document.querySelector('nav')?.textContent).toContain('Training');
  });

  it('is in the tables, and in no copy for readers outside', () => {
    const tables = csvTables(packInput({ trainings }));
    expect(tables.get('learning-curves.csv')?.split('\r\n')[1]).toBe('tuned,final,1,0.001,1.2,1.1,no');
    expect(tables.get('negative-transfer.csv')).toContain('tuned,internal,scratch,tuned-scratch,log_loss');
    const outside = shareable(packInput({ trainings }));
    expect(outside.trainings).toBeNull();
    expect(renderHtml(outside)).not.toContain('id="training"');
    expect(outside.withheld?.join()).toContain('learning curves');
    expect('trainings' in shareable(packInput())).toBe(false);
  });
});

it('a file of trainings that is none is refused by name', () => {
  const text = JSON.stringify(trainings);
  expect(readTrainings(text, 'trainings.json')).toEqual(trainings);
  expect(() => readTrainings('{', 'trainings.json')).toThrow('trainings.json: not JSON');
  expect(() => readTrainings(text.replace('"bestEpoch":1', '"bestEpoch":7'), 'trainings.json')).toThrow(
    'trainings.json: the epoch that was kept is not there (models.0.fits.0)',
  );
  expect(() => readTrainings(text.replace('early stopping', 'boredom'), 'trainings.json')).toThrow(
    /models\.0\.fits\.0\.stopped/,
  );
});
