import { listAt, type Ontology } from '@raredx/ontology';
import type { DiseaseProfile } from './disease-profile.ts';

/** Of each term and ancestor of a profile, the largest share among what stands at or below it. */
export type ClosedProfile = ReadonlyMap<number, number>;

/** A profile carried up the graph: who has a seizure of one kind has a seizure. */
export function closedProfile(ontology: Ontology, { terms, frequency }: DiseaseProfile): ClosedProfile {
  const closed = new Map<number, number>();
  terms.forEach((term, at) => {
    const share = frequency[at];
    for (const above of listAt(ontology.ancestors, term)) {
      if (share > (closed.get(above) ?? 0)) closed.set(above, share);
    }
  });
  return closed;
}
