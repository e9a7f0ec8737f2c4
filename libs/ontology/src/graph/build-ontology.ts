import { ContractError } from '@raredx/tables';
import { hpoAcknowledgement } from '../hpo/pinned-hpo.ts';
import type { OboFile, OboTerm } from './obo-term.ts';
import type { Ontology, RetiredTerm } from './ontology.ts';
import { raggedOf } from './ragged.ts';

const compareIds = (a: OboTerm, b: OboTerm): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const closures = (parents: readonly (readonly number[])[], ids: readonly string[]): Int32Array[] => {
  const closed: (Int32Array | undefined)[] = parents.map(() => undefined);
  const open = new Set<number>();
  const close = (term: number): Int32Array => {
    const known = closed[term];
    if (known) return known;
    if (open.has(term)) throw new ContractError('hp.obo', `is_a goes round in a circle (${ids[term]})`);
    open.add(term);
    const all = new Set([term]);
    for (const parent of parents[term] ?? []) for (const above of close(parent)) all.add(above);
    open.delete(term);
    const list = Int32Array.from(all).sort();
    closed[term] = list;
    return list;
  };
  return parents.map((_, term) => close(term));
};

const retiredTerms = (terms: readonly OboTerm[], places: ReadonlyMap<string, number>) => {
  const retired = new Map<string, RetiredTerm>();
  for (const { id, obsolete, replacedBy, consider, alternatives } of terms) {
    const heir = places.get(replacedBy[0] ?? '');
    if (obsolete && heir !== undefined) retired.set(id, { kind: 'replaced', term: heir });
    else if (obsolete) retired.set(id, { kind: 'obsolete', consider });
    const term = places.get(id);
    if (term === undefined) continue;
    for (const other of alternatives)
      if (!places.has(other)) retired.set(other, { kind: 'alternative', term });
  }
  return retired;
};

const placed = (links: readonly string[], places: ReadonlyMap<string, number>, id: string): number[] =>
  links.map((link) => {
    const at = places.get(link);
    if (at === undefined) throw new ContractError('hp.obo', `is_a names no live term (${id} is_a ${link})`);
    return at;
  });

/**
 * The graph of an OBO file with every term's ancestors, so that nothing walks it again.
 *
 * @throws ContractError where a parent is no live term or is_a has a circle
 */
export function buildOntology({ version, terms }: OboFile): Ontology {
  const live = terms.filter(({ obsolete }) => !obsolete).toSorted(compareIds);
  const ids = live.map(({ id }) => id);
  const places = new Map(ids.map((id, at) => [id, at]));
  const parents = live.map(({ id, parents: links }) => placed(links, places, id));
  const children: number[][] = live.map(() => []);
  parents.forEach((above, term) => {
    for (const parent of above) children[parent]?.push(term);
  });
  return Object.freeze({
    version,
    acknowledgement: hpoAcknowledgement,
    ids,
    names: live.map(({ name }) => name),
    definitions: live.map(({ definition }) => definition),
    synonyms: live.map(({ synonyms }) => synonyms),
    parents: raggedOf(parents),
    children: raggedOf(children),
    ancestors: raggedOf(closures(parents, ids)),
    places,
    retired: retiredTerms(terms, places),
  });
}
