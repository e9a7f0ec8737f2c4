import type { Ontology } from './ontology.ts';

/** The live term of an id, or why there is none. */
export type ResolvedTerm =
  | { readonly term: number; readonly was: 'live' | 'alternative' | 'replaced' }
  | { readonly undefinedBecause: string };

/** The live term that an id stands for today: itself, the term it was merged into, or the one that replaced it. */
export function resolveTerm(ontology: Ontology, id: string): ResolvedTerm {
  const term = ontology.places.get(id);
  if (term !== undefined) return { term, was: 'live' };
  const retired = ontology.retired.get(id);
  if (!retired) return { undefinedBecause: `unknown to HPO ${ontology.version}` };
  if (retired.kind !== 'obsolete') return { term: retired.term, was: retired.kind };
  const instead = retired.consider.length > 0 ? `, consider ${retired.consider.join(', ')}` : '';
  return { undefinedBecause: `obsolete${instead}` };
}
