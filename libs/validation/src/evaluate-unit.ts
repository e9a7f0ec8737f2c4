import type { EvidenceRow } from '@raredx/tables';
import { imputedModels, imputedRows } from './imputation/imputed-rows.ts';
import type { PredictionIndex } from './population/prediction-index.ts';
import { cohortRows } from './rows/cohort-rows.ts';
import { type OpenUnit, openUnit } from './rows/open-unit.ts';
import { subgroupRows } from './rows/subgroup-rows.ts';
import { poolingRows } from './sites/pooling-rows.ts';
import { transportRows } from './transport/transport-rows.ts';
import type { ResolvedPlan } from './validation-plan.ts';
import type { WorkUnit } from './work-unit.ts';

/** Carries out one unit. A pure function of its arguments: where and when it runs does not show in the rows. */
export function evaluateUnit(index: PredictionIndex, unit: WorkUnit, plan: ResolvedPlan): EvidenceRow[] {
  const open = openUnit(index, unit, plan);
  const imputed = imputedModels(index, open.rowsOfModel);
  if (imputed.length === 0) return rowsOfUnit(open);
  const models = unit.models.filter((model) => !imputed.includes(model));
  const others = models.length === 0 ? [] : rowsOfUnit(openUnit(index, { ...unit, models }, plan));
  return [...others, ...imputedRows(open, imputed)];
}

function rowsOfUnit(open: OpenUnit): EvidenceRow[] {
  switch (open.unit.kind) {
    case 'cohort':
      return cohortRows(open);
    case 'subgroups':
      return subgroupRows(open);
    case 'pooling':
      return poolingRows(open);
    case 'transport':
      return transportRows(open);
  }
}
