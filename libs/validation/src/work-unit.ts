import { ContractError } from '@raredx/tables';
import { classUnits } from './classes/class-units.ts';
import { attributeColumn, attributeNames } from './population/attribute-column.ts';
import { compareText, levelsIn, type PredictionIndex, type RowGroup } from './population/prediction-index.ts';
import { PlanError, type ResolvedPlan } from './validation-plan.ts';

/** More groups than this are an identifier, not a cohort's sites or a subgroup attribute. */
const mostLevels = 500;

/** What can be estimated on its own, in any order, on any worker. */
export interface WorkUnit {
  /**
   * cohort: models on one population, and against the baseline. subgroups: at every level of one attribute.
   * pooling: over the sites of a partition, or from a single external one to the next.
   * transport: an external population against the development patients.
   * classes: over all labels of a partition, where they are classes of one outcome.
   * uncertainty: how far one model can be trusted, all its outcomes and partitions together.
   */
  readonly kind: 'cohort' | 'subgroups' | 'pooling' | 'transport' | 'classes' | 'uncertainty';
  /** Resampled alike, so judged together. */
  readonly models: readonly string[];
  readonly label: string;
  readonly partition: string;
  /** Null: all sites together. */
  readonly site: string | null;
  /** Null but for subgroups; `a × b` where attributes are crossed. */
  readonly attribute: string | null;
  /** Rows of the unit, all models together: a pool starts with the largest. */
  readonly rows: number;
}

function requireFewLevels({ predictions }: PredictionIndex, plan: ResolvedPlan): void {
  const names = attributeNames(predictions, plan);
  const columns = [
    ['site', predictions.site] as const,
    ...names.map((name) => [name, attributeColumn(predictions, plan, name)] as const),
  ];
  for (const [name, column] of columns) {
    if (column.levels.length <= mostLevels) continue;
    throw new ContractError(
      'predictions',
      `${name} has ${column.levels.length} levels, more than ${mostLevels}`,
      'is it an identifier? group it, or do not declare it as an attribute',
    );
  }
}

/** One site of patients the model was not developed on says something about the next; one development site does not. */
const isElsewhere = (partition: string) => partition === 'external';

/** Models judged in development too, on each external population. */
function transportUnits(
  groups: readonly RowGroup[],
  index: PredictionIndex,
  places: readonly (string | null)[],
) {
  const { label, partition } = groups[0];
  const developed = new Set(
    index.groups.filter((g) => g.label === label && g.partition === 'internal').map((g) => g.model),
  );
  const models = groups.map((group) => group.model).filter((model) => developed.has(model));
  if (!isElsewhere(partition) || models.length === 0) return [];
  return places.map((site) => ({ kind: 'transport' as const, models, site }));
}

function unitsOf(groups: readonly RowGroup[], index: PredictionIndex, plan: ResolvedPlan): WorkUnit[] {
  const { label, partition } = groups[0];
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const whole = { label, partition, site: null, attribute: null, rows };
  const models = groups.map((group) => group.model);
  const { site } = index.predictions;
  const sites = [...new Set(groups.flatMap((group) => levelsIn(group.rows, site)))].sort(compareText);
  const places = [null, ...(sites.length > 1 ? sites : [])];
  const bySubgroup = models.filter((model) => plan.subgroupModels?.includes(model) ?? true);
  const names = bySubgroup.length > 0 ? attributeNames(index.predictions, plan).sort(compareText) : [];
  return [
    ...places.map((place) => ({ ...whole, kind: 'cohort' as const, models, site: place })),
    ...(sites.length > 1 || isElsewhere(partition) ? [{ ...whole, kind: 'pooling' as const, models }] : []),
    ...transportUnits(groups, index, places).map((unit) => ({ ...whole, ...unit })),
    ...names.map((name) => ({
      ...whole,
      kind: 'subgroups' as const,
      models: bySubgroup,
      attribute: name,
    })),
  ];
}

/** A model judged on several imputations of a patient has no single risk that could be in or out of a set. */
function uncertaintyUnits(model: string, index: PredictionIndex): WorkUnit[] {
  const { imputation } = index.predictions;
  const own = index.groups.filter((group) => group.model === model);
  if (imputation && own.some((group) => group.rows.some((row) => imputation[row] >= 0))) return [];
  const rows = own.reduce((sum, group) => sum + group.rows.length, 0);
  const everything = { label: 'every outcome', partition: 'every partition', site: null, attribute: null };
  return [{ ...everything, kind: 'uncertainty', models: [model], rows }];
}

/**
 * Cuts a validation into units that know nothing of each other.
 *
 * @throws PlanError where the plan names a model that has no predictions
 * @throws ContractError where sites or an attribute have too many levels to be groups, or an attribute is missing
 */
export function planUnits(index: PredictionIndex, plan: ResolvedPlan): WorkUnit[] {
  requireFewLevels(index, plan);
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
  const cohorts = [...together.values()].flatMap((groups) => unitsOf(groups, index, plan));
  return [...cohorts, ...classUnits(index), ...[...known].flatMap((model) => uncertaintyUnits(model, index))];
}
