import { metrics, thresholdMetrics } from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';
import { attributeColumn } from '../population/attribute-column.ts';
import { meanOverRepeats } from '../population/mean-over-repeats.ts';
import { type Population, populationOf } from '../population/population.ts';
import { compareText, type PredictionIndex, rowsAt } from '../population/prediction-index.ts';
import type { OpenUnit } from '../rows/open-unit.ts';
import { type Statement, statement } from '../statements/statement.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import { pooledAtThreshold, pooledMetrics } from './complete-data.ts';
import { meanOverImputations, pooledMetric } from './pool-metric.ts';

/** The same patients once an imputation, in the order of the imputations. */
export function imputedPopulations(open: OpenUnit, rows: Uint32Array): Population[] {
  const imputation = open.index.predictions.imputation as Int32Array;
  const turns = [...new Set(Array.from(rows, (row) => imputation[row]))].sort((a, b) => a - b);
  if (turns.length === 0) return [populationOf(open.index, rows, open.roster)];
  return turns.map((turn) =>
    populationOf(
      open.index,
      rows.filter((row) => imputation[row] === turn),
      open.roster,
    ),
  );
}

/** Models of some rows that rest on imputations. */
export function imputedModels(
  { predictions }: PredictionIndex,
  of: ReadonlyMap<string, Uint32Array>,
): string[] {
  const { imputation } = predictions;
  if (imputation === undefined) return [];
  return [...of].flatMap(([model, rows]) => (rows.some((row) => imputation[row] >= 0) ? [model] : []));
}

const withoutInterval = {
  undefinedBecause: 'no variance in closed form: bootstrap, then impute, where an interval is needed',
};

function averaged(
  populations: readonly Population[],
  metric: {
    readonly id: string;
    readonly threshold: number | null;
    readonly of: (p: Population) => Estimate;
  },
): Statement {
  const { id, threshold, of } = metric;
  const method = `mean over ${populations.length} imputations`;
  return statement(id, meanOverImputations(populations, of), { threshold, method, limits: withoutInterval });
}

/** Everything that is said of one model on the imputed data sets of one population. */
export function imputedStatements(populations: readonly Population[], plan: ResolvedPlan): Statement[] {
  const pooled = [...pooledMetrics, ...plan.thresholds.flatMap(pooledAtThreshold)];
  const known = new Set(pooled.map(({ id }) => id));
  const whole = metrics
    .filter(({ id }) => !known.has(id))
    .map((metric) => ({
      id: metric.id,
      threshold: null,
      of: (population: Population) => meanOverRepeats(population, metric),
    }));
  const atThresholds = plan.thresholds.flatMap((threshold) =>
    thresholdMetrics
      .filter(({ id }) => !known.has(id))
      .map((metric) => ({
        id: metric.id,
        threshold,
        of: (population: Population) => meanOverRepeats(population, (repeat) => metric(repeat, threshold)),
      })),
  );
  return [
    ...pooled.map((metric) => pooledMetric(metric, populations, plan.confidence)),
    ...[...whole, ...atThresholds].map((metric) => averaged(populations, metric)),
  ];
}

/** Evidence of the unit's models that rest on imputations: the cohort, a site, or every level of an attribute. */
export function imputedRows(open: OpenUnit, models: readonly string[]): EvidenceRow[] {
  const { unit, plan, index } = open;
  if (unit.kind !== 'cohort' && unit.kind !== 'subgroups') return [];
  const column = unit.attribute === null ? null : attributeColumn(index.predictions, plan, unit.attribute);
  return models.flatMap((model) => {
    const rows = open.rowsOfModel.get(model) as Uint32Array;
    const levels = column === null ? [null] : column.levels.toSorted(compareText);
    return levels.flatMap((level) => {
      const some = column === null || level === null ? rows : rowsAt(rows, column, level);
      const populations = imputedPopulations(open, some);
      const { patients, samples, events } = populations[0];
      return open.write(model, imputedStatements(populations, plan), { level, patients, samples, events });
    });
  });
}
