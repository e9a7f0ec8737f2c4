import type { EvidenceRow } from '@raredx/tables';
import { classRows } from './classes/class-rows.ts';
import { imputedModels, imputedRows } from './imputation/imputed-rows.ts';
import type { PredictionIndex } from './population/prediction-index.ts';
import { cohortRows } from './rows/cohort-rows.ts';
import { type OpenUnit, openUnit } from './rows/open-unit.ts';
import { subgroupRows } from './rows/subgroup-rows.ts';
import { poolingRows } from './sites/pooling-rows.ts';
import { transportRows } from './transport/transport-rows.ts';
import { scoredOutcomes } from './uncertainty/scored-outcomes.ts';
import { outcomeUncertainty } from './uncertainty/uncertainty-rows.ts';
import type { ResolvedPlan } from './validation-plan.ts';
import type { WorkUnit } from './work-unit.ts';

/** Carries out one unit. A pure function of its arguments: where and when it runs does not show in the rows. */
export function evaluateUnit(index: PredictionIndex, unit: WorkUnit, plan: ResolvedPlan): EvidenceRow[] {
  if (unit.kind === 'uncertainty') return modelUncertainty(index, unit.models, plan);
  const open = openUnit(index, unit, plan);
  const imputed = imputedModels(index, open.rowsOfModel);
  if (imputed.length === 0) return rowsOfUnit(open);
  const models = unit.models.filter((model) => !imputed.includes(model));
  const others = models.length === 0 ? [] : rowsOfUnit(openUnit(index, { ...unit, models }, plan));
  return [...others, ...imputedRows(open, imputed)];
}

function modelUncertainty(
  index: PredictionIndex,
  models: readonly string[],
  plan: ResolvedPlan,
): EvidenceRow[] {
  return scoredOutcomes(index)
    .filter((outcome) => models.includes(outcome.model))
    .flatMap((outcome) => outcomeUncertainty(index, outcome, plan));
}

function rowsOfUnit(open: OpenUnit): EvidenceRow[] {
  switch (open.unit.kind) {
    case 'cohort':
      return cohortRows(open);
    case 'subgroups':
      return subgroupRows(open);
    case 'pooling':
      return poolingRows(open);
    case 'classes':
      return classRows(open);
    case 'transport':
      return transportRows(open);
    case 'uncertainty':
      return [];
  }
}
