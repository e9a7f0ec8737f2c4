import { describe, expect, test } from 'vitest';
import { allMaps, dataset, humanItems } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { humanFields } from '../human/human-fields.ts';
import { openPack } from '../pack.ts';
import { mapCoverage } from './coverage.ts';
import { proposals } from './proposals.ts';
import { chosenMaps, requirementMaps } from './requirement-maps.ts';
import { renderRequirementsJson } from './requirements-json.ts';
import { sourcePresent, sources } from './sources.ts';

const fieldIds = new Set(humanFields.map(({ id }) => id));

describe.each(requirementMaps.map((map) => [map.id, map] as const))('%s', (_, map) => {
  test('has unique items with a text, a way to be filled, and facts of its own', () => {
    const ids = map.items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const item of map.items) {
      expect(item.text.length, item.id).toBeGreaterThan(3);
      const filled = item.sources.length + item.human.length + (item.proposal ? 1 : 0);
      expect(filled, item.id).toBeGreaterThan(0);
      if (item.filledBy === 'auto') expect(item.human, item.id).toEqual([]);
    }
    for (const fact of [map.title, map.source, map.version, map.licence, map.note]) expect(fact).not.toBe('');
  });

  test('names only sources, fields and proposals that exist', () => {
    for (const { id, sources: names, human, proposal } of map.items) {
      for (const name of names) expect(Object.hasOwn(sources, name), `${id}: ${name}`).toBe(true);
      for (const field of human) expect(fieldIds.has(field), `${id}: ${field}`).toBe(true);
      if (proposal !== null) expect(Object.hasOwn(proposals, proposal), `${id}: ${proposal}`).toBe(true);
    }
  });

  test('selectors lead to rows of the evidence, and the counts add up', () => {
    const input = packInput({ dataset, requirements: allMaps });
    const rows = new Set(input.evidence.rows.map((row) => row.id));
    const { answers, counts } = mapCoverage(map, openPack(input));
    expect(Object.values(counts).reduce((a, b) => a + b)).toBe(map.items.length);
    for (const { evidence, item } of answers)
      expect(
        evidence.filter((id) => !rows.has(id)),
        item.id,
      ).toEqual([]);
  });
});

const count = (id: string) => requirementMaps.find((map) => map.id === id)!.items.length;

test('published counts: TRIPOD+AI 52, PROBAST+AI 16 and 18, HTI-1 31, GMLP 10', () => {
  expect([count('tripod-ai'), count('hti-1'), count('gmlp')]).toEqual([52, 31, 10]);
  const questions = requirementMaps.find(({ id }) => id === 'probast-ai')!.items.map(({ id }) => id);
  expect(questions.filter((id) => id.startsWith('dev-')).length).toBe(16);
  expect(questions.filter((id) => id.startsWith('eval-')).length).toBe(18);
});

test('TRIPOD+AI numbers run from 1 to 27', () => {
  const numbers = requirementMaps[0]!.items.map(({ id }) => Number.parseInt(id, 10));
  expect([...new Set(numbers)]).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
});

describe('coverage', () => {
  const tripod = requirementMaps[0]!;
  const stateOf = (changes: Parameters<typeof packInput>[0], id: string) =>
    mapCoverage(tripod, openPack(packInput(changes))).answers.find(({ item }) => item.id === id)!.status;

  test('a human item awaits its person until it is signed', () => {
    expect(stateOf({}, '17')).toBe('awaiting');
    const { fields } = humanItems(['ethics_approval']);
    const unsigned = { ...fields.ethics_approval!, signed_by: '' };
    const human = { ...humanItems([]), fields: { ethics_approval: unsigned } };
    expect(stateOf({ human }, '17')).toBe('awaiting');
    expect(stateOf({ human: humanItems(['ethics_approval']) }, '17')).toBe('answered');
  });

  test('a machine item without its source is absent, never answered', () => {
    expect(stateOf({}, '20a')).toBe('answered');
    expect(stateOf({ flow: null }, '20a')).toBe('absent');
    expect(stateOf({}, '5b')).toBe('absent');
    expect(stateOf({ dataset }, '5b')).toBe('answered');
  });

  test('development items do not apply to predictions made elsewhere', () => {
    const models = packInput().models.map((model) => ({ ...model, kind: 'external' }));
    expect(stateOf({ models }, '22')).toBe('not_applicable');
  });

  test('a proposal never counts as answered', () => {
    const probast = requirementMaps[1]!;
    const { answers } = mapCoverage(probast, openPack(packInput({ human: humanItems() })));
    const proposed = answers.filter(({ proposal }) => proposal !== null);
    expect(proposed.length).toBeGreaterThan(5);
    expect(new Set(proposed.map(({ status }) => status))).not.toContain('answered');
  });

  test('images only: CLAIM does not apply to a table', () => {
    const claim = requirementMaps.find(({ id }) => id === 'claim')!;
    expect(mapCoverage(claim, openPack(packInput({ dataset }))).counts.not_applicable).toBe(
      claim.items.length,
    );
  });
});

test('every present source stands in a section of the page', () => {
  const pack = openPack(packInput({ dataset, requirements: allMaps, human: humanItems() }));
  for (const name of Object.keys(sources) as (keyof typeof sources)[])
    expect(typeof sourcePresent(name, pack), name).toBe('boolean');
});

test('an unknown map is refused with the nearest name', () => {
  expect(() => chosenMaps(['tripod'])).toThrow('--requirements: names no map (tripod)');
  expect(chosenMaps(['all']).length).toBe(requirementMaps.length);
});

test('requirements.json is JSON, the same bytes each time', () => {
  const input = packInput({ requirements: allMaps });
  const text = renderRequirementsJson(input);
  expect(renderRequirementsJson(packInput({ requirements: allMaps }))).toBe(text);
  const { maps, sources: listed } = JSON.parse(text);
  expect(maps.map(({ id }: { id: string }) => id)).toEqual(allMaps);
  const rows = new Set(input.evidence.rows.map(({ id }) => id));
  for (const { evidence } of Object.values(listed) as { evidence: string[] }[])
    expect(evidence.filter((id) => !rows.has(id))).toEqual([]);
  for (const { items } of maps)
    for (const item of items) for (const name of item.sources) expect(listed).toHaveProperty(name);
});
