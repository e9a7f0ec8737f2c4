import { ConfigError } from '@raredx/experiment';
import {
  type ChainedColumn,
  type ChainedImputations,
  imputationCount,
  imputeChained,
  type Random,
} from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { CategoryColumn, Column, NumberColumn } from './column.ts';
import { columnOf } from './column-of.ts';
import { deriveColumn } from './derive-column.ts';
import type { Cohort } from './load-cohort.ts';
import { takeRows } from './take-rows.ts';

export interface CohortImputation {
  /**
   * development: the training rows alone; the outcome, where named, takes part, so that a predictor's relation with it
   * is not diluted. deployment: all rows, never with the outcome, which is not known when the model is used; the rows
   * outside `learnFrom` teach nothing and get the same values alone as in company.
   */
  readonly purpose:
    | { readonly kind: 'development'; readonly outcome?: string }
    | { readonly kind: 'deployment' };
  /** Columns that are imputed and that others are imputed from; auxiliary ones and the site's may be among them. */
  readonly columns: readonly string[];
  /** Rows that imputation models are fitted on: the training rows of the fold. */
  readonly learnFrom: ArrayLike<number>;
  readonly random: Random;
  /** @default 20, or the percentage of training rows that lack something where that is more */
  readonly imputations?: number;
  /** @default 10 */
  readonly iterations?: number;
  /** Categories whose order counts: imputed by matching instead of a multinomial draw. */
  readonly ordered?: readonly string[];
}

export interface ImputedCohorts extends Omit<ChainedImputations, 'completed'> {
  /** One an imputation, of the training rows (development) or of all rows (deployment), derived columns made anew. */
  readonly cohorts: readonly Cohort[];
}

/**
 * Multiple imputation of a cohort's columns by chained equations.
 *
 * @throws ConfigError where an outcome or follow-up would serve as a predictor of deployment, or a column is text
 * @throws ContractError where a column has no value in any training row
 */
export function imputeCohort(cohort: Cohort, request: CohortImputation): ImputedCohorts {
  const { purpose, learnFrom, ordered = [] } = request;
  const names = namesOf(cohort, request);
  const training = takeRows(cohort, learnFrom);
  const all = purpose.kind === 'development' ? training : cohort;
  const chained = names.map((name) => chainedColumn(columnOf(all, name), ordered.includes(name)));
  const learning = new Uint8Array(all.rows).fill(purpose.kind === 'development' ? 1 : 0);
  if (purpose.kind === 'deployment') for (const row of Array.from(learnFrom)) learning[row] = 1;
  const made = imputeChained(chained, {
    imputations: request.imputations ?? countFor(training, names),
    ...(request.iterations ? { iterations: request.iterations } : {}),
    random: request.random,
    learning,
    rowKeys: all.sampleId,
  });
  if ('undefinedBecause' in made) {
    throw new ContractError(
      cohort.dataset.where,
      `cannot impute: ${made.undefinedBecause} in the training rows`,
      'leave the column out of the predictors, or learn from more rows',
    );
  }
  const { completed, chains, notes } = made;
  return { cohorts: completed.map((values) => completedCohort(all, names, values)), chains, notes };
}

function namesOf(cohort: Cohort, { columns, purpose }: CohortImputation): string[] {
  const outcome = purpose.kind === 'development' ? purpose.outcome : undefined;
  const names = [...new Set(outcome === undefined ? columns : [...columns, outcome])];
  for (const name of names) {
    const { kind, role } = columnOf(cohort, name);
    if (kind === 'text') throw new ConfigError('imputation', `${name} is text and cannot take part`);
    if (name === outcome || (role !== 'outcome' && role !== 'followup')) continue;
    throw new ConfigError(
      'imputation',
      `${name} is ${role === 'outcome' ? 'an outcome' : 'follow-up'}, unknown when the model is used`,
      'name it as the outcome of a development imputation, or leave it out',
    );
  }
  return names;
}

function countFor(training: Cohort, names: readonly string[]): number {
  const columns = names.map((name) => columnOf(training, name));
  const incomplete = [...training.site.keys()].filter((row) => columns.some(({ missing }) => missing[row]));
  return imputationCount({ rows: training.rows, incomplete: incomplete.length });
}

function chainedColumn(column: Column, ordered: boolean): ChainedColumn {
  const { name, missing } = column;
  if (column.kind === 'number') return { kind: 'numeric', name, missing, values: column.values };
  const { codes, levels } = column as CategoryColumn;
  return { kind: 'category', name, missing, codes, levels: levels.length, ordered };
}

function completedCohort(cohort: Cohort, names: readonly string[], values: readonly Float64Array[]): Cohort {
  const columns: Record<string, Column> = { ...cohort.columns };
  names.forEach((name, place) => {
    const column = columns[name] as NumberColumn | CategoryColumn;
    const filled = values[place] as Float64Array;
    const missing = new Uint8Array(cohort.rows);
    columns[name] =
      column.kind === 'number'
        ? { ...column, missing, values: filled }
        : { ...column, missing, codes: Int32Array.from(filled) };
  });
  for (const declared of cohort.dataset.derived) {
    if (!names.includes(declared.name)) columns[declared.name] = deriveColumn(declared, columns);
  }
  return Object.freeze({ ...cohort, columns: Object.freeze(columns) });
}
