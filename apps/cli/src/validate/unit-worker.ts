import { workerData } from 'node:worker_threads';
import type { EvidenceRow, Predictions } from '@raredx/tables';
import {
  evaluateUnit,
  indexPredictions,
  planUnits,
  resolvePlan,
  type ValidationPlan,
} from '@raredx/validation';

/** What a pool is opened with: sent once to each worker, not with every unit. */
export interface UnitWorkerData {
  readonly predictions: Predictions;
  readonly plan: ValidationPlan;
}

const { predictions, plan } = workerData as UnitWorkerData;
const resolved = resolvePlan(plan);
const index = indexPredictions(predictions);
const units = planUnits(index, resolved);

/** Carries out one unit of the validation, named by its place. */
export function judgeUnit(place: number): readonly EvidenceRow[] {
  return evaluateUnit(index, units[place] as (typeof units)[number], resolved);
}
