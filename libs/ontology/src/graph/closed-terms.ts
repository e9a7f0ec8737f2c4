import type { Ontology } from './ontology.ts';
import { listAt } from './ragged.ts';

/** The terms and all their ancestors, each once, ascending. */
export function closedTerms(ontology: Ontology, terms: Iterable<number>): Int32Array {
  const all = new Set<number>();
  for (const term of terms) for (const above of listAt(ontology.ancestors, term)) all.add(above);
  return Int32Array.from(all).sort();
}
