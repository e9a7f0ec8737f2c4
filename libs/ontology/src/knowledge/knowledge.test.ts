import { expect, test } from 'vitest';
import { buildOntology } from '../graph/build-ontology.ts';
import { parseObo } from '../graph/parse-obo.ts';
import { listAt } from '../graph/ragged.ts';
import { aspects, frequencyKinds } from './annotations.ts';
import { parseGeneLinks } from './gene-links.ts';
import { parseFrequency } from './parse-frequency.ts';
import { parseHpoa } from './parse-hpoa.ts';
import { publicationsOf } from './publications-of.ts';
import { withoutPublications } from './without-publications.ts';

const obo = `data-version: hp/releases/2025-01-16

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
is_a: HP:0000001

[Term]
id: HP:0000006
name: Dominant
is_a: HP:0000001
`;
const header =
  'database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration';
const hpoa = `#version: 2025-01-16
${header}
OMIM:2\tTwo\t\tHP:0000118\tPMID:1;PMID:2\tPCS\t\t3/4\tMALE\t\tP\tx
OMIM:1\tOne\tNOT\tHP:0000118\tOMIM:1\tTAS\t\t\t\t\tP\tx
OMIM:1\tOne\t\tHP:0000006\tPMID:3\tPCS\t\t\t\t\tI\tx
`;
const ontology = buildOntology(parseObo(obo));
const annotations = parseHpoa(hpoa, ontology);
const knowledge = {
  ontology,
  annotations,
  genes: parseGeneLinks(
    'h\n1\tBRCA\tHP:1\tx\t-\tOMIM:2\n2\tABC\tHP:1\tx\t-\tOMIM:2\n1\tBRCA\tHP:2\tx\t-\tORPHA:9\n',
    ['OMIM:1', 'OMIM:2'],
  ),
};

test('rows in columns, diseases in the order of their ids', () => {
  expect(annotations.diseases).toEqual(['OMIM:1', 'OMIM:2']);
  expect([...annotations.disease]).toEqual([1, 0, 0]);
  expect(Array.from(annotations.aspect, (at) => aspects[at])).toEqual(['P', 'P', 'I']);
  expect(Array.from(annotations.frequencyKind, (at) => frequencyKinds[at])).toEqual([
    'counted',
    'missing',
    'missing',
  ]);
  expect([annotations.frequency[0], annotations.examined[0]]).toEqual([0.75, 4]);
  expect([...annotations.negated]).toEqual([0, 1, 0]);
  expect([...annotations.sex]).toEqual([1, 0, 0]);
});

test.each([
  ['', { kind: 'missing', share: 0, examined: 0 }],
  ['7/8', { kind: 'counted', share: 0.875, examined: 8 }],
  ['12.5%', { kind: 'percent', share: 0.125, examined: 0 }],
  ['HP:0040281', { kind: 'class', share: 0.895, examined: 0 }],
  ['0/0', { kind: 'missing', share: 0, examined: 0 }],
  ['9/8', undefined],
  ['120%', undefined],
  ['often', undefined],
])('frequency %s', (text, expected) => {
  expect(parseFrequency(text)).toEqual(expected);
});

test('a row that cites a removed publication goes, alone or among others; the disease stays', () => {
  const left = withoutPublications(knowledge, ['PMID:2']);
  expect([...left.annotations.disease]).toEqual([0, 0]);
  expect(left.annotations.diseases).toEqual(['OMIM:1', 'OMIM:2']);
  expect(publicationsOf(left.annotations).get('OMIM:2')).toEqual(new Set());
  expect(publicationsOf(annotations).get('OMIM:2')).toEqual(new Set(['PMID:1', 'PMID:2']));
  expect(withoutPublications(knowledge, ['PMID:999'])).toBe(knowledge);
});

test('genes of diseases that are annotated, by symbol', () => {
  expect(knowledge.genes.symbols).toEqual(['ABC', 'BRCA']);
  expect([...listAt(knowledge.genes.ofDisease, 1)]).toEqual([0, 1]);
  expect([...listAt(knowledge.genes.ofDisease, 0)]).toEqual([]);
});

test('another header and a row that cannot be read are refused by line', () => {
  expect(() => parseHpoa('a\tb\n', ontology)).toThrow('phenotype.hpoa: has other columns than expected');
  expect(() => parseHpoa(hpoa.replace('3/4', '4/3'), ontology)).toThrow('phenotype.hpoa: line 3 has a term');
});
