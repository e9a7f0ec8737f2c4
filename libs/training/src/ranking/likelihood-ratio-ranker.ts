import type { Knowledge } from '@raredx/ontology';
import type { CaseRanker } from './case-ranker.ts';
import { diseaseProfiles } from './disease-profile.ts';
import { likelihoodRatioRows } from './likelihood-ratio-rows.ts';
import { rowRanker } from './row-ranker.ts';
import { closedShares } from './term-shares.ts';

/**
 * MICA-LR, the baseline: annotated frequencies carried up the graph, a missing one counted as 1, and each observed term's
 * best likelihood ratio over its ancestors.
 */
export function likelihoodRatioRanker(knowledge: Knowledge, candidates: readonly string[]): CaseRanker {
  const shares = closedShares(knowledge.ontology, diseaseProfiles(knowledge.annotations, candidates));
  return rowRanker('mica-lr', { candidates, rowOf: likelihoodRatioRows(knowledge.ontology, shares) });
}
