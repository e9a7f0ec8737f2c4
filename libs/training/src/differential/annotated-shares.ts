import type { Knowledge } from '@raredx/ontology';
import { closedProfile } from '../ranking/closed-profile.ts';
import { diseaseProfiles } from '../ranking/disease-profile.ts';
import { termSharesOf } from '../ranking/term-shares.ts';
import { type CandidateShares, candidateShares } from './candidate-shares.ts';

/**
 * What each candidate is itself said to look like, nothing borrowed, for statements that a person may check against the
 * annotations. A frequency that nobody gave stands as half.
 */
export function annotatedShares(
  { ontology, annotations }: Knowledge,
  candidates: readonly string[],
): CandidateShares {
  const profiles = diseaseProfiles(annotations, candidates, { missing: 0.5 });
  const closed = profiles.map((profile) => closedProfile(ontology, profile));
  return candidateShares(termSharesOf(closed, ontology.ids.length), candidates.length);
}
