import { ContractError } from '@raredx/tables';
import { levelsIn, type PredictionIndex, type RowGroup } from './prediction-index.ts';
import { PlanError, type ResolvedPlan } from './validation-plan.ts';

/** More groups than this are an identifier, not a cohort's sites or a subgroup attribute. */
const mostLevels = 500;

/** What can be estimated on its own, in any order, on any worker. */
export interface WorkUnit {
  /** cohort: one model on one population. subgroups: at every level of one attribute. comparison: with the baseline. */
  readonly kind: 'cohort' | 'subgroups' | 'comparison';
  readonly model: string;
  readonly label: string;
  readonly partition: string;
  /** Null: all sites together. */
  readonly site: string | null;
  /** Null but for subgroups. */
  readonly attribute: string | null;
}

function requireFewLevels(index: PredictionIndex): void {
  const { site, attributes } = index.predictions;
  const columns = [['site', site] as const, ...Object.entries(attributes)];
  for (const [name, column] of columns) {
    if (column.levels.length <= mostLevels) continue;
    throw new ContractError(
      'predictions',
      `${name} has ${column.levels.length} levels, more than ${mostLevels}`,
      'is it an identifier? group it, or do not declare it as an attribute',
    );
  }
}

function unitsOf(group: RowGroup, index: PredictionIndex, plan: ResolvedPlan): WorkUnit[] {
  const { model, label, partition } = group;
  const whole = { model, label, partition, site: null, attribute: null };
  const sites = levelsIn(group.rows, index.predictions.site);
  const places = [null, ...(sites.length > 1 ? sites : [])];
  const compared = plan.baseline !== null && plan.baseline !== model;
  const bySubgroup = plan.subgroupModels === null || plan.subgroupModels.includes(model);
  const attributes = bySubgroup ? Object.keys(index.predictions.attributes).sort() : [];
  return [
    ...places.map((site) => ({ ...whole, kind: 'cohort' as const, site })),
    ...(compared ? places.map((site) => ({ ...whole, kind: 'comparison' as const, site })) : []),
    ...attributes.map((attribute) => ({ ...whole, kind: 'subgroups' as const, attribute })),
  ];
}

/**
 * Cuts a validation into units that know nothing of each other.
 *
 * @throws PlanError where the plan names a model that has no predictions
 * @throws ContractError where sites or an attribute have too many levels to be groups
 */
export function planUnits(index: PredictionIndex, plan: ResolvedPlan): WorkUnit[] {
  requireFewLevels(index);
  const known = new Set(index.groups.map((group) => group.model));
  const named = [...(plan.baseline === null ? [] : [plan.baseline]), ...(plan.subgroupModels ?? [])];
  const missing = named.filter((name) => !known.has(name));
  if (missing.length > 0) {
    throw new PlanError(
      `no predictions of model ${missing.join(', ')}`,
      `models here: ${[...known].join(', ')}`,
    );
  }
  return index.groups.flatMap((group) => unitsOf(group, index, plan));
}
