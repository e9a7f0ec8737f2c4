import { describe, expect, test } from 'vitest';
import { humanItems } from '../../tests/dossier-fixture.ts';
import { packInput } from '../../tests/pack-input.ts';
import { openPack } from '../pack.ts';
import { renderHtml } from '../render-html.ts';
import { completeness, requireComplete } from './completeness.ts';
import { humanFields } from './human-fields.ts';
import { readHumanItems, signedFields } from './human-items.ts';
import { humanTemplate } from './human-template.ts';

const read = (text: string) => () => readHumanItems(text, 'human.yaml');

describe('human.yaml', () => {
  test('the template is read back, with every field empty', () => {
    const items = readHumanItems(humanTemplate(), 'human.yaml');
    expect(Object.keys(items.fields)).toEqual(humanFields.map(({ id }) => id));
    expect(signedFields(items).size).toBe(0);
  });

  test('field ids are unique', () => {
    expect(new Set(humanFields.map(({ id }) => id)).size).toBe(humanFields.length);
  });

  test.each([
    [
      'an unknown field',
      'schema_version: 1\nfields: { intended: { text: "", author: "", signed_by: "", date: "" } }',
      'human.yaml: unknown field (intended)',
    ],
    ['an unknown key', 'schema_version: 1\nfield: {}\nfields: {}', 'human.yaml:2: unknown key (field)'],
    [
      'a date in words',
      'schema_version: 1\nfields: { usability: { text: "", author: "", signed_by: "", date: "May" } }',
      'not a date as in 2026-11-24',
    ],
    ['another version', 'schema_version: 2\nfields: {}', 'schema_version'],
    [
      'a prototype',
      'schema_version: 1\nfields: { constructor: { text: "", author: "", signed_by: "", date: "" } }',
      'unknown field (constructor)',
    ],
  ])('%s is refused', (_, text, message) => expect(read(text)).toThrow(message));
});

describe('completeness', () => {
  const requirements = ['tripod-ai'];

  test('counts the fields that the chosen requirements ask for', () => {
    const none = completeness(openPack(packInput({ requirements })));
    expect(none.missing).toEqual(none.wanted);
    const human = humanItems(['funding', 'ethics_approval']);
    expect(completeness(openPack(packInput({ requirements, human }))).missing.length).toBe(
      none.wanted.length - 2,
    );
    expect(renderHtml(packInput({ requirements, human }))).toContain(
      `2 of ${none.wanted.length} human items filled and signed.`,
    );
  });

  test('fails closed, naming what is missing', () => {
    const pack = openPack(
      packInput({
        requirements,
        human: humanItems(humanFields.map(({ id }) => id).filter((id) => id !== 'funding')),
      }),
    );
    expect(() => requireComplete(pack, 'out')).toThrow(
      /^out: 1 of \d+ human items are not filled and signed \(funding\)$/,
    );
    expect(() =>
      requireComplete(openPack(packInput({ requirements, human: humanItems() })), 'out'),
    ).not.toThrow();
  });
});

describe('in the page', () => {
  test('who wrote and who signed stand beside the statement', () => {
    const page = renderHtml(packInput({ human: humanItems(['intended_use']) }));
    expect(page).toContain('written by <bdi>A. Writer</bdi>; signed by <bdi>Dr S. Signer</bdi>, 2026-11-24');
    expect(page).toContain('Statement on intended_use.');
  });

  test('hazards lead to criteria and statements; a link that leads nowhere is refused', () => {
    const hazard = {
      id: 'H1',
      hazard: 'missed relapse',
      harm: 'late treatment',
      control: 'threshold',
      residual: 'low',
      signed_by: '',
      date: '',
    };
    const row = packInput().evidence.rows[0]!;
    const page = renderHtml(
      packInput({ human: humanItems([], [{ ...hazard, tests: ['discrimination', row.id] }]) }),
    );
    expect(page).toContain('<bdi>discrimination</bdi>: Pass');
    const astray = packInput({ human: humanItems([], [{ ...hazard, tests: ['nothing'] }]) });
    expect(() => renderHtml(astray)).toThrow(
      'hazard H1 names a test that is neither a criterion nor a statement (nothing)',
    );
  });
});
