import { checkImputations } from './check-imputations.ts';
import { ContractError } from './contract-error.ts';
import { rows } from './parse-cells.ts';
import { type Predictions, partitions } from './predictions.ts';
import { textAt } from './text-column.ts';

/**
 * The rules of the predictions table: p in [0, 1]; known partitions; unique key; a patient in one partition and, within
 * a repeat, in one fold; external sites disjoint from all others; one outcome a (sample, label); every sample in all
 * imputations.
 *
 * @throws ContractError naming the rule, how many rows break it and the first of them
 */
export function checkPredictions(table: Predictions, where: string): void {
  checkRisks(table, where);
  checkPartitions(table, where);
  checkKeys(table, where);
  checkImputations(table, where);
  checkPatients(table, where);
  checkSites(table, where);
}

function checkRisks({ rows: count, p }: Predictions, where: string): void {
  let bad = 0;
  let first = -1;
  for (let row = 0; row < count; row++) {
    const risk = p[row] as number;
    if (risk >= 0 && risk <= 1) continue;
    if (bad++ === 0) first = row;
  }
  if (bad === 0) return;
  throw new ContractError(
    where,
    `p outside [0, 1] in ${rows(bad)} (first: row ${first + 1}, p = ${p[first]})`,
    'p is a predicted risk: apply the inverse logit to a logit, divide a percentage by 100',
  );
}

function checkPartitions({ partition }: Predictions, where: string): void {
  const unknown = partition.levels.filter((level) => !partitions.some((known) => known === level));
  if (unknown.length === 0) return;
  throw new ContractError(
    where,
    `unknown partition (${unknown.slice(0, 3).join(', ')})`,
    `known: ${partitions.join(', ')}`,
  );
}

function checkKeys(table: Predictions, where: string): void {
  const { model, partition, repeat, fold, imputation, sampleId, label } = table;
  const seen = new Map<string, Set<string>>();
  const outcome = new Map<string, number>();
  let twice = 0;
  let firstTwice = -1;
  for (let row = 0; row < table.rows; row++) {
    const group = `${model.codes[row]}:${partition.codes[row]}:${repeat[row]}:${fold[row]}:${imputation?.[row] ?? -1}`;
    const sample = `${sampleId.codes[row]}:${label.codes[row]}`;
    const keys = seen.get(group) ?? new Set<string>();
    if (keys.size === 0) seen.set(group, keys);
    if (keys.has(sample) && twice++ === 0) firstTwice = row;
    keys.add(sample);
    const known = outcome.get(sample);
    if (known === undefined) outcome.set(sample, table.y[row] as number);
    else if (known !== table.y[row]) {
      throw new ContractError(where, `a sample has two outcomes for the same label (row ${row + 1})`);
    }
  }
  if (twice === 0) return;
  throw new ContractError(
    where,
    `the key (model, partition, repeat, fold, ${imputation ? 'imputation, ' : ''}sample_id, label) stands twice in ${rows(twice)} (first: row ${firstTwice + 1})`,
    'name the sample column with --sample where a patient has several rows',
  );
}

function checkPatients(table: Predictions, where: string): void {
  const { patientId, partition, repeat, fold, model } = table;
  const partitionOf = new Int32Array(patientId.levels.length).fill(-1);
  const foldOf = new Map<string, number>();
  const offenders = new Set<number>();
  let first = -1;
  for (let row = 0; row < table.rows; row++) {
    const patient = patientId.codes[row] as number;
    const here = partition.codes[row] as number;
    if (partitionOf[patient] === -1) partitionOf[patient] = here;
    else if (partitionOf[patient] !== here) {
      if (first < 0) first = row;
      offenders.add(patient);
    }
    if (textAt(partition, row) !== 'internal' || (repeat[row] as number) < 0) continue;
    const key = `${model.codes[row]}:${repeat[row]}:${patient}`;
    const known = foldOf.get(key);
    if (known === undefined) foldOf.set(key, fold[row] as number);
    else if (known !== fold[row]) {
      throw new ContractError(where, `a patient is in two folds of one repeat (row ${row + 1})`);
    }
  }
  if (offenders.size === 0) return;
  throw new ContractError(
    where,
    `${offenders.size === 1 ? 'a patient is' : `${offenders.size} patients are`} in two partitions (first: row ${first + 1})`,
    'split by patient, not by row',
  );
}

function checkSites(table: Predictions, where: string): void {
  const external = table.partition.levels.indexOf('external');
  if (external < 0) return;
  const inside = new Set<number>();
  const outside = new Set<number>();
  for (let row = 0; row < table.rows; row++) {
    (table.partition.codes[row] === external ? outside : inside).add(table.site.codes[row] as number);
  }
  const both = [...outside]
    .filter((site) => inside.has(site))
    .map((site) => table.site.levels[site])
    .filter((site) => site !== 'unknown');
  if (both.length === 0) return;
  throw new ContractError(where, `external sites also occur in development (${both.slice(0, 3).join(', ')})`);
}
