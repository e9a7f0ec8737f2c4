import type { EvidenceRow, Predictions } from '@raredx/tables';
import { indexPredictions } from '../population/prediction-index.ts';
import { openUnit } from '../rows/open-unit.ts';
import { compareRows, withUniqueIds } from '../statements/statement.ts';
import { resolvePlan, type ValidationPlan } from '../validation-plan.ts';
import { planUnits } from '../work-unit.ts';
import { imputedModels, imputedRows } from './imputed-rows.ts';

/**
 * Evidence of the models whose predictions name an imputation: every metric pooled over imputations on the whole
 * cohort, each site and each subgroup. Models without imputations are left to `validate`, which calls this as well.
 *
 * @throws ContractError where the predictions break their contract
 */
export function pooledRows(predictions: Predictions, plan: ValidationPlan): readonly EvidenceRow[] {
  const resolved = resolvePlan(plan);
  const index = indexPredictions(predictions);
  const rows = planUnits(index, resolved).flatMap((unit) => {
    const open = openUnit(index, unit, resolved);
    return imputedRows(open, imputedModels(index, open.rowsOfModel));
  });
  return withUniqueIds([...rows].sort(compareRows));
}
