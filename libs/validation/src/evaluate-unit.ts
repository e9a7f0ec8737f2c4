import type { EvidenceRow } from '@raredx/tables';
import { cohortRows } from './cohort-rows.ts';
import { openUnit } from './open-unit.ts';
import { poolingRows } from './pooling-rows.ts';
import type { PredictionIndex } from './prediction-index.ts';
import { subgroupRows } from './subgroup-rows.ts';
import type { ResolvedPlan } from './validation-plan.ts';
import type { WorkUnit } from './work-unit.ts';

/** Carries out one unit. A pure function of its arguments: where and when it runs does not show in the rows. */
export function evaluateUnit(index: PredictionIndex, unit: WorkUnit, plan: ResolvedPlan): EvidenceRow[] {
  const open = openUnit(index, unit, plan);
  switch (unit.kind) {
    case 'cohort':
      return cohortRows(open);
    case 'subgroups':
      return subgroupRows(open);
    case 'pooling':
      return poolingRows(open);
  }
}
