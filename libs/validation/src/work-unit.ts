import { ContractError } from '@raredx/tables';
import { compareText, levelsIn, type PredictionIndex, type RowGroup } from './prediction-index.ts';
import { PlanError, type ResolvedPlan } from './validation-plan.ts';

/** More groups than this are an identifier, not a cohort's sites or a subgroup attribute. */
const mostLevels = 500;

/** What can be estimated on its own, in any order, on any worker. */
export interface WorkUnit {
  /**
   * cohort: models on one population, and against the baseline. subgroups: at every level of one attribute.
   * pooling: over the sites of a partition.
   */
  readonly kind: 'cohort' | 'subgroups' | 'pooling';
  /** Resampled alike, so judged together. */
  readonly models: readonly string[];
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

function unitsOf(groups: readonly RowGroup[], index: PredictionIndex, plan: ResolvedPlan): WorkUnit[] {
  const { label, partition } = groups[0];
  const whole = { label, partition, site: null, attribute: null };
  const models = groups.map((group) => group.model);
  const { site, attributes } = index.predictions;
  const sites = [...new Set(groups.flatMap((group) => levelsIn(group.rows, site)))].sort(compareText);
  const places = [null, ...(sites.length > 1 ? sites : [])];
  const bySubgroup = models.filter((model) => plan.subgroupModels?.includes(model) ?? true);
  const names = bySubgroup.length > 0 ? Object.keys(attributes).sort(compareText) : [];
  return [
    ...places.map((place) => ({ ...whole, kind: 'cohort' as const, models, site: place })),
    ...(sites.length > 1 ? [{ ...whole, kind: 'pooling' as const, models }] : []),
    ...names.map((name) => ({
      ...whole,
      kind: 'subgroups' as const,
      models: bySubgroup,
      attribute: name,
    })),
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
  const together = new Map<string, RowGroup[]>();
  for (const group of index.groups) {
    const key = JSON.stringify([group.label, group.partition]);
    together.set(key, [...(together.get(key) ?? []), group]);
  }
  return [...together.values()].flatMap((groups) => unitsOf(groups, index, plan));
}
