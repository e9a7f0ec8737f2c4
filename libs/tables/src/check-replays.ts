import { ContractError } from './contract-error.ts';
import { rows } from './parse-cells.ts';
import { apparentReplicate, type Replays } from './replays.ts';

/**
 * The rules of the replays table: p in [0, 1]; replicates −1, 0, 1, …; unique key (model, label, replicate, sample);
 * every replicate states the risk of the same samples as the apparent fit, which each (model, label) has; `in_bag` is a
 * count, one number a patient, 1 throughout the apparent fit.
 *
 * @throws ContractError naming the rule, how many rows break it and the first of them
 */
export function checkReplays(table: Replays, where: string): void {
  if (table.rows === 0) throw new ContractError(where, 'no rows');
  const { p, replicate, inBag } = table;
  refuse(where, 'p outside [0, 1]', p, (risk) => !(risk >= 0 && risk <= 1));
  refuse(where, 'replicate below -1', replicate, (b) => b < apparentReplicate);
  refuse(where, 'in_bag is negative', inBag, (count) => count < 0);
  refuse(where, 'in_bag is not 1 in the apparent fit', inBag, (count, row) => {
    return replicate[row] === apparentReplicate && count !== 1;
  });
  checkReplicates(table, where);
}

function refuse(
  where: string,
  rule: string,
  values: ArrayLike<number>,
  broken: (value: number, row: number) => boolean,
): void {
  let bad = 0;
  let first = 0;
  for (let row = 0; row < values.length; row++) {
    if (broken(values[row] as number, row) && bad++ === 0) first = row + 1;
  }
  if (bad > 0) throw new ContractError(where, `${rule} in ${rows(bad)} (first: row ${first})`);
}

function checkReplicates(table: Replays, where: string): void {
  const { model, label, replicate, sampleId, patientId, inBag } = table;
  const samples = new Map<string, Set<number>>();
  const drawn = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    const key = `${model.codes[row]}:${label.codes[row]}:${replicate[row]}`;
    const seen = samples.get(key) ?? new Set<number>();
    samples.set(key, seen);
    if (seen.has(sampleId.codes[row] as number)) {
      throw new ContractError(
        where,
        `the key (model, label, replicate, sample_id) stands twice (first: row ${row + 1})`,
      );
    }
    seen.add(sampleId.codes[row] as number);
    const patient = `${key}:${patientId.codes[row]}`;
    const known = drawn.get(patient) ?? inBag[row];
    drawn.set(patient, known as number);
    if (known !== inBag[row]) {
      throw new ContractError(where, `a patient was drawn differently often (first: row ${row + 1})`);
    }
  }
  checkComplete(samples, table, where);
}

function checkComplete(
  samples: ReadonlyMap<string, ReadonlySet<number>>,
  { model }: Replays,
  where: string,
): void {
  for (const [key, seen] of samples) {
    const [m, l, b] = key.split(':') as [string, string, string];
    const all = samples.get(`${m}:${l}:${apparentReplicate}`);
    const name = model.levels[Number(m)];
    if (!all) throw new ContractError(where, `model ${name} has no apparent fit (replicate -1)`);
    if (seen.size !== all.size || [...seen].some((sample) => !all.has(sample))) {
      throw new ContractError(
        where,
        `replicate ${b} of model ${name} does not have the samples of the apparent fit`,
        'every replicate states the risk of every development sample, drawn or not',
      );
    }
  }
}
