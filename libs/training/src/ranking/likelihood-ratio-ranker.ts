import type { Knowledge } from '@raredx/ontology';
import type { CaseRanker } from './case-ranker.ts';
import { closedProfile } from './closed-profile.ts';
import { diseaseProfiles } from './disease-profile.ts';
import { likelihoodRatioRows } from './likelihood-ratio-rows.ts';
import { rowRanker } from './row-ranker.ts';
import { termSharesOf } from './term-shares.ts';

/**
 * MICA-LR, the baseline: annotated frequencies carried up the graph, a missing one counted as 1, and each observed term's
 * best likelihood ratio over its ancestors.
 */
export function likelihoodRatioRanker(knowledge: Knowledge, candidates: readonly string[]): CaseRanker {
  const { ontology, annotations } = knowledge;
  const closed = diseaseProfiles(annotations, candidates).map((profile) => closedProfile(ontology, profile));
  const shares = termSharesOf(closed, ontology.ids.length);
  return rowRanker('mica-lr', { candidates, rowOf: likelihoodRatioRows(ontology, shares) });
}
