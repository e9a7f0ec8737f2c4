import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceRow, type Predictions, readReplays, sha256 } from '@raredx/tables';
import { judgeReplays, orderEvidence, refuseLeaveOneOut } from '@raredx/validation';

const file = 'replays.parquet';

/** Hash of the folder's replays; null where the pipeline was not replayed. */
export function replaysHash(folder: string): string | null {
  const path = join(folder, file);
  return existsSync(path) ? sha256(readFileSync(path)) : null;
}

/**
 * Adds optimism and instability where the folder holds the replays of the pipeline, and takes back c-statistics of
 * leave-one-out folds.
 */
export async function withInternalValidity(
  rows: readonly EvidenceRow[],
  predictions: Predictions,
  {
    folder,
    plan,
  }: {
    readonly folder: string;
    readonly plan: { readonly confidence: number; readonly thresholds: readonly number[] };
  },
): Promise<readonly EvidenceRow[]> {
  const kept = refuseLeaveOneOut(rows, predictions);
  const path = join(folder, file);
  if (!existsSync(path)) return kept;
  return orderEvidence([...kept, ...judgeReplays(await readReplays(path, file), predictions, plan)]);
}
