import { buildOntology, parseGeneLinks, parseHpoa, parseObo } from '@raredx/ontology';
import { candidatesOf } from '../src/ranking/candidates-of.ts';

const parents = [undefined, 0, 0, 1, 1, 2, 2];

/** Root, then two organs (1, 2) with two findings each (3, 4 and 5, 6). */
const obo = `data-version: hp/releases/2025-01-16

${parents
  .map((parent, term) => {
    const above = parent === undefined ? '' : `\nis_a: HP:000000${parent}`;
    return `[Term]\nid: HP:000000${term}\nname: t${term}${above}\n`;
  })
  .join('\n')}`;

const row = (disease: string, name: string, [term, share]: readonly [number, string], pmid = 1) =>
  [disease, name, '', `HP:000000${term}`, `PMID:${pmid}`, 'PCS', '', share, '', '', 'P', 'x'].join('\t');

const hpoa = [
  'database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration',
  row('OMIM:1', 'Ataxia, early', [3, '1/2']),
  row('OMIM:1', 'Ataxia, early', [5, ''], 2),
  row('OMIM:2', 'Glaucoma', [4, '1/1'], 3),
  row('OMIM:3', 'Deafness', [6, '3/4'], 4),
  row('ORPHA:9', 'Glaucoma', [6, 'HP:0040280']),
  '',
].join('\n');

const ontology = buildOntology(parseObo(obo));
const annotations = parseHpoa(hpoa, ontology);
const genes = parseGeneLinks('h\n1\tG\tHP:1\tx\t-\tOMIM:2\n', annotations.diseases);

/** Three diseases over seven terms: small enough to work everything out by hand. */
export const toyKnowledge = Object.freeze({ ontology, annotations, genes });
export const toyCandidates = candidatesOf(annotations);
