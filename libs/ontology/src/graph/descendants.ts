import type { Ontology } from './ontology.ts';
import { listAt } from './ragged.ts';

/** One mark a term: 1 for `id` and everything below it. */
export function descendants(ontology: Ontology, id: string): Uint8Array {
  const marks = new Uint8Array(ontology.ids.length);
  const root = ontology.places.get(id);
  if (root === undefined) return marks;
  for (let term = 0; term < marks.length; term += 1) {
    if (listAt(ontology.ancestors, term).includes(root)) marks[term] = 1;
  }
  return marks;
}
