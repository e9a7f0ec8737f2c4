import type { EvidenceRow, Predictions, Replays } from '@raredx/tables';
import { evidenceRow } from '../statements/statement.ts';
import { instabilityStatements } from './instability-statements.ts';
import { optimismStatements } from './optimism-statements.ts';
import { replayedModels } from './replayed-model.ts';

/**
 * Evidence on internal validity from the replays table: apparent and optimism-corrected performance, and the
 * instability of predictions, as rows of the partition `internal`. A pure function: same tables, same rows.
 *
 * @param predictions hold the outcome of every replayed sample
 * @throws ContractError where a replayed sample has no outcome
 */
export function judgeReplays(
  replays: Replays,
  predictions: Predictions,
  { confidence, thresholds }: { readonly confidence: number; readonly thresholds: readonly number[] },
): readonly EvidenceRow[] {
  const severalLabels = predictions.label.levels.length > 1;
  return replayedModels(replays, predictions).flatMap((replayed) => {
    const subject = {
      model: replayed.model,
      label: replayed.label,
      partition: 'internal',
      site: null,
      attribute: null,
      level: null,
      patients: replayed.patients,
      samples: replayed.y.length,
      events: replayed.events,
    };
    return [
      ...optimismStatements(replayed, confidence),
      ...instabilityStatements(
        replayed,
        [...new Set(thresholds)].sort((a, b) => a - b),
      ),
    ].map((made) => evidenceRow(made, subject, severalLabels));
  });
}
