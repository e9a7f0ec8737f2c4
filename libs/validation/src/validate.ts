import { ContractError, type EvidenceRow, type Predictions } from '@raredx/tables';
import { evaluateUnit } from './evaluate-unit.ts';
import { indexPredictions } from './population/prediction-index.ts';
import { compareRows, withUniqueIds } from './statements/statement.ts';
import { resolvePlan, type ValidationPlan } from './validation-plan.ts';
import { planUnits, type WorkUnit } from './work-unit.ts';

/** One order whatever the order of the units; every row under a name of its own. */
export function orderEvidence(rows: readonly EvidenceRow[]): readonly EvidenceRow[] {
  return withUniqueIds([...rows].sort(compareRows));
}

function nameOf({ kind, label, partition, site, attribute }: WorkUnit): string {
  const place = kind === 'pooling' ? ' over sites' : site === null ? '' : `, ${site}`;
  const against = kind === 'transport' ? ' against development' : '';
  return `${label}, ${partition}${place}${against}${attribute === null ? '' : ` by ${attribute}`}`;
}

/**
 * Every metric of every model on every cohort, site and subgroup, with its interval, as evidence rows.
 *
 * The same predictions and plan give the same rows, whatever the order of the table. The patient is the unit of every
 * resample and variance; over repeats of a cross-validation the mean within repeats is estimated. What the data do not
 * define is a row that says why.
 *
 * @throws ContractError where the predictions break their contract
 * @throws PlanError where the plan cannot be carried out
 */
export function validate(
  predictions: Predictions,
  plan: ValidationPlan,
  onProgress?: (done: number, total: number, what: string) => void,
): readonly EvidenceRow[] {
  if (predictions.rows === 0) throw new ContractError('predictions', 'no rows');
  const resolved = resolvePlan(plan);
  const index = indexPredictions(predictions);
  const units = planUnits(index, resolved);
  const rows = units.flatMap((unit, done) => {
    onProgress?.(done, units.length, nameOf(unit));
    return evaluateUnit(index, unit, resolved);
  });
  onProgress?.(units.length, units.length, 'done');
  return orderEvidence(rows);
}
