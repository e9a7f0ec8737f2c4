import { ContractError } from './contract-error.ts';
import { rows } from './parse-cells.ts';
import type { Predictions } from './predictions.ts';

/**
 * Imputations are −1 or counted from 0, and every sample of a model, label and partition stands in all of them: what is
 * pooled over imputations must be about the same patients.
 *
 * @throws ContractError naming how many rows stand apart and the first of them
 */
export function checkImputations(table: Predictions, where: string): void {
  const { imputation } = table;
  if (!imputation) return;
  const below = imputation.findIndex((value) => value < -1);
  if (below >= 0) {
    const advice = 'count imputations from 0, or write -1 where nothing was imputed';
    throw new ContractError(where, `imputation is below -1 (first: row ${below + 1})`, advice);
  }
  const { sets, timesOf } = counted(table, imputation);
  let apart = 0;
  let first = -1;
  for (let row = 0; row < table.rows; row++) {
    const expected = sets.get(groupOf(table, row))?.size;
    if (timesOf.get(sampleOf(table, row)) === expected) continue;
    if (apart++ === 0) first = row;
  }
  if (apart === 0) return;
  throw new ContractError(
    where,
    `a sample is not in every imputation of its model in ${rows(apart)} (first: row ${first + 1})`,
    'write one row for each sample and imputation, or none of the model',
  );
}

/** The imputations of each model, label and partition, and how often each sample stands there. */
function counted(table: Predictions, imputation: Int32Array) {
  const sets = new Map<string, Set<number>>();
  const timesOf = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    const group = groupOf(table, row);
    const set = sets.get(group);
    if (set) set.add(imputation[row] as number);
    else sets.set(group, new Set([imputation[row] as number]));
    const sample = sampleOf(table, row);
    timesOf.set(sample, (timesOf.get(sample) ?? 0) + 1);
  }
  return { sets, timesOf };
}

function groupOf({ model, label, partition }: Predictions, row: number): string {
  return `${model.codes[row]}:${label.codes[row]}:${partition.codes[row]}`;
}

function sampleOf(table: Predictions, row: number): string {
  return `${groupOf(table, row)}:${table.repeat[row]}:${table.fold[row]}:${table.sampleId.codes[row]}`;
}
