import type { EvidenceRow, Predictions } from '@raredx/tables';
import { labelErrorBands } from '../label-noise/label-error-bands.ts';
import { labelNoiseRows } from '../label-noise/label-noise-rows.ts';
import { indexPredictions, type PredictionIndex } from '../population/prediction-index.ts';
import { conformalRows } from './conformal/conformal-rows.ts';
import { type ScoredOutcome, scoredOutcomes } from './scored-outcomes.ts';
import { selectiveRows } from './selective/selective-rows.ts';
import { labelShiftRows } from './shift/label-shift-rows.ts';
import type { UncertaintyPlan } from './uncertainty-plan.ts';

/** Everything about one outcome of one model: a unit of work that knows nothing of the others. */
export function outcomeUncertainty(
  index: PredictionIndex,
  outcome: ScoredOutcome,
  plan: UncertaintyPlan,
): EvidenceRow[] {
  const severalLabels = new Set(index.groups.map(({ label }) => label)).size > 1;
  return [conformalRows, selectiveRows, labelShiftRows, labelNoiseRows, labelErrorBands].flatMap((rows) =>
    rows(outcome, { index, plan, severalLabels }),
  );
}

/**
 * How far each model's predictions can be trusted, as evidence rows: conformal coverage and set sizes, the gain of
 * refusing to answer, the prevalence implied by the risks, labels that look wrong and what wrong labels would change.
 * The same predictions and plan give the same rows, whatever the order of the table.
 *
 * @throws ContractError where a risk is not in [0, 1] or an outcome is not 0 or 1
 */
export function uncertaintyRows(predictions: Predictions, plan: UncertaintyPlan): EvidenceRow[] {
  const index = indexPredictions(predictions);
  return scoredOutcomes(index).flatMap((outcome) => outcomeUncertainty(index, outcome, plan));
}
