import { describe, expect, test } from 'vitest';
import { buildOntology } from './build-ontology.ts';
import { closedTerms } from './closed-terms.ts';
import { descendants } from './descendants.ts';
import { parseObo } from './parse-obo.ts';
import { listAt } from './ragged.ts';
import { resolveTerm } from './resolve-term.ts';

const smallObo = `format-version: 1.2
data-version: hp/releases/2025-01-16

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
def: "Said \\"so\\"." [x:1]
is_a: HP:0000001 ! All

[Term]
id: HP:0000707
name: Nervous
alt_id: HP:0001333
synonym: "Neurological" EXACT []
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0000010
name: Both
is_a: HP:0000707 ! Nervous
is_a: HP:0000118

[Term]
id: HP:0000020
name: obsolete Old
is_obsolete: true
replaced_by: HP:0000010

[Term]
id: HP:0000021
name: obsolete Gone
is_obsolete: true
consider: HP:0000707

[Typedef]
id: part_of
`;

const ontology = buildOntology(parseObo(smallObo));
const place = (id: string) => ontology.places.get(id) as number;

test('live terms stand in the order of their ids, with their texts', () => {
  expect(ontology.ids).toEqual(['HP:0000001', 'HP:0000010', 'HP:0000118', 'HP:0000707']);
  expect(ontology.definitions[place('HP:0000118')]).toBe('Said "so".');
  expect(ontology.synonyms[place('HP:0000707')]).toEqual(['Neurological']);
  expect([ontology.version, ontology.acknowledgement]).toEqual([
    '2025-01-16',
    expect.stringContaining('unaltered'),
  ]);
});

test('ancestors hold the term itself and all above, once and ascending', () => {
  expect([...listAt(ontology.ancestors, place('HP:0000010'))]).toEqual([0, 1, 2, 3]);
  expect([...listAt(ontology.ancestors, place('HP:0000001'))]).toEqual([0]);
  expect([...closedTerms(ontology, [place('HP:0000707')])]).toEqual([0, 2, 3]);
  expect([...descendants(ontology, 'HP:0000707')]).toEqual([0, 1, 0, 1]);
  expect([...listAt(ontology.children, place('HP:0000118'))]).toEqual([1, 3]);
});

describe('an id that is no live term', () => {
  test.each([
    ['HP:0000010', { term: 1, was: 'live' }],
    ['HP:0001333', { term: 3, was: 'alternative' }],
    ['HP:0000020', { term: 1, was: 'replaced' }],
    ['HP:0000021', { undefinedBecause: 'obsolete, consider HP:0000707' }],
    ['HP:7777777', { undefinedBecause: 'unknown to HPO 2025-01-16' }],
  ])('%s', (id, expected) => {
    expect(resolveTerm(ontology, id)).toEqual(expected);
  });
});

test('a circle, a parent that is no term and a file without version are refused', () => {
  const circle = smallObo.replace('name: All\n', 'name: All\nis_a: HP:0000010\n');
  expect(() => buildOntology(parseObo(circle))).toThrow('hp.obo: is_a goes round in a circle');
  const lost = smallObo.replace('is_a: HP:0000707 ! Nervous', 'is_a: HP:5555555');
  expect(() => buildOntology(parseObo(lost))).toThrow('is_a names no live term (HP:0000010 is_a HP:5555555)');
  expect(() => parseObo('[Term]\nid: x\n')).toThrow('no data-version');
});
