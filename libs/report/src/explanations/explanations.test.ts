import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { explanations } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { csvTables } from '../csv/csv-tables.ts';
import { shareable } from '../profile/shareable.ts';
import { renderHtml } from '../render-html.ts';
import { type Explanations, readExplanations } from './explanations.ts';

const [sound, refused] = explanations.methods as [
  Explanations['methods'][number],
  Explanations['methods'][number],
];
const read = (value: unknown) => readExplanations(JSON.stringify(value), 'explanations.json');
const withMethod = (change: object) => ({ schemaVersion: 1, methods: [{ ...sound, ...change }] });

describe('the contract', () => {
  test('takes what is declared', () => {
    expect(read(explanations)).toEqual(explanations);
  });

  test.each([
    ['admitted with a failed gate', { gates: refused.gates }, 'admitted without having passed every gate'],
    ['admitted without a gate', { gates: [] }, 'admitted without having passed every gate'],
    ['an unknown kind', { kind: 'saliency' }, '(methods.0.kind)'],
    ['half an interval', { table: [{ ...sound.table[0], upper: null }] }, 'an interval has two limits'],
    [
      'a picture that is none',
      { figures: [{ title: 'x', caption: '', pngBase64: 'AAAA' }] },
      'not a png in base64 (methods.0.figures.0.pngBase64)',
    ],
    ['no picture', { figures: [{ title: 'x', caption: '' }] }, 'either svg or pngbase64'],
  ])('refuses %s', (_, change, message) => {
    expect(() => read(withMethod(change))).toThrow(message);
    expect(() => read(withMethod(change))).toThrow(expect.objectContaining({ exitCode: 3 }));
  });

  test('refuses what is no JSON and an id that stands twice', () => {
    expect(() => readExplanations('{', 'e.json')).toThrow('e.json: not JSON');
    expect(() => read({ schemaVersion: 1, methods: [sound, sound] })).toThrow('an id stands twice');
  });
});

describe('the section', () => {
  const section = (input = packInput({ explanations })) =>
    parseHTML(renderHtml(input)).document.querySelector('#explanations');

  test('pictures and tables what was admitted, and nothing of what was not', () => {
    const body = section()!;
    expect(body.querySelectorAll('img')).toHaveLength(1);
    expect(body.querySelector('img')!.getAttribute('src')).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(body.textContent).toContain('0.0213');
    expect(body.textContent).toContain('0.0101 to 0.0325');
    expect(body.textContent).not.toContain('0.777');
    expect(body.textContent).toContain('random labels: the map stays the same with random labels');
  });

  test('is not there where nothing was tried; its table is a CSV file', () => {
    expect(section(packInput())).toBeNull();
    const csv = csvTables(packInput({ explanations })).get('explanations.csv')!;
    expect(csv).toContain('histology');
    expect(csv).not.toContain('0.777');
  });

  test('the copy for sharing has no picture and no words on single gates', () => {
    const shared = shareable(packInput({ explanations })).explanations!;
    expect(shared.methods.flatMap(({ figures }) => figures)).toEqual([]);
    expect(JSON.stringify(shared)).not.toContain('random labels stays');
    expect(read(shared)).toEqual(shared);
  });
});
