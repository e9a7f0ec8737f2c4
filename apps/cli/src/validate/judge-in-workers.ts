import type { EvidenceRow, Predictions } from '@raredx/tables';
import { type ValidationPlan, validate } from '@raredx/validation';

/** Judges predictions; the answer does not depend on how the work is divided. */
export async function judgeInWorkers(
  predictions: Predictions,
  plan: ValidationPlan,
  onProgress: (done: number, total: number, what: string) => void,
): Promise<readonly EvidenceRow[]> {
  return validate(predictions, plan, onProgress);
}
