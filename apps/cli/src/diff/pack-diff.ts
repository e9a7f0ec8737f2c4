import { type ClaimChanges, claimChanges } from './claim-changes.ts';
import { type DataChanges, dataChanges } from './data-changes.ts';
import { type DecisionChanges, decisionChanges } from './decision-changes.ts';
import type { OpenedPack } from './opened-pack.ts';
import { type ModelChanges, modelChanges, planChanges, type SettingChange } from './setting-changes.ts';

/** All that changed from one pack to another. */
export interface PackDiff {
  readonly titles: { readonly before: string; readonly after: string };
  readonly merkleRoots: { readonly before: string; readonly after: string };
  readonly data: DataChanges;
  readonly models: ModelChanges;
  readonly statistics: readonly SettingChange[];
  readonly decision: DecisionChanges;
  readonly claims: ClaimChanges;
}

export function packDiff(before: OpenedPack, after: OpenedPack): PackDiff {
  return {
    titles: { before: before.facts.title, after: after.facts.title },
    merkleRoots: { before: before.merkleRoot, after: after.merkleRoot },
    data: dataChanges(before.predictions, after.predictions),
    models: modelChanges(before.facts, after.facts),
    statistics: planChanges(before.facts, after.facts),
    decision: decisionChanges(before.decision, after.decision),
    claims: claimChanges(before.evidence, after.evidence, [
      ...before.facts.thresholds,
      ...after.facts.thresholds,
    ]),
  };
}
