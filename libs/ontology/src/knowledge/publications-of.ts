import type { Annotations } from './annotations.ts';

/** Of each disease id, the publications that its rows cite: where a case's paper is among them, its answer has leaked. */
export function publicationsOf(annotations: Annotations): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>(annotations.diseases.map((id) => [id, new Set()]));
  for (let row = 0; row < annotations.rows; row += 1) {
    const cited = found.get(annotations.diseases[annotations.disease[row]] as string);
    for (const id of annotations.references[annotations.reference[row]] ?? []) {
      if (id.startsWith('PMID:')) cited?.add(id);
    }
  }
  return found;
}
