import { type Knowledge, listAt } from '@raredx/ontology';
import type { DiseaseProfile } from './disease-profile.ts';

/** What is added to a candidate's score before any finding is known. */
export interface PriorStrength {
  /** For a disease with a known gene: who is sequenced and solved has one. */
  readonly gene: number;
  /** Times log(1 + n) for a profile of n terms: who is described often is met often. */
  readonly described: number;
}

/** Log prior of each candidate, up to a constant. */
export function priorOf(
  knowledge: Knowledge,
  {
    candidates,
    profiles,
    strength,
  }: {
    readonly candidates: readonly string[];
    readonly profiles: readonly DiseaseProfile[];
    readonly strength: PriorStrength;
  },
): Float32Array {
  const places = new Map(knowledge.annotations.diseases.map((id, at) => [id, at]));
  return Float32Array.from(candidates, (id, at) => {
    const genes = listAt(knowledge.genes.ofDisease, places.get(id) as number);
    const described = Math.log1p((profiles[at] as DiseaseProfile).terms.length);
    return (genes.length > 0 ? strength.gene : 0) + strength.described * described;
  });
}
