import { ContractError } from './contract-error.ts';
import { rows } from './parse-cells.ts';
import { partitions } from './predictions.ts';
import type { Rankings } from './rankings.ts';

/**
 * The rules of the rankings table: p in [0, 1]; ranks from 1 to the number of candidates, Infinity only for a true
 * candidate that was not ranked; known partitions; unique key (model, partition, case, candidate); within a case a higher
 * score never stands behind a lower one.
 *
 * @throws ContractError naming the rule, how many rows break it and the first of them
 */
export function checkRankings(table: Rankings, where: string): void {
  if (table.rows === 0) throw new ContractError(where, 'no rows');
  const { p, rank, isTrue, candidateCount, score } = table;
  const unknown = table.partition.levels.filter((level) => !partitions.some((known) => known === level));
  if (unknown.length > 0)
    throw new ContractError(where, `unknown partition (${unknown.slice(0, 3).join(', ')})`);
  refuse(table, where, 'p outside [0, 1]', (row) => !((p[row] as number) >= 0 && (p[row] as number) <= 1));
  refuse(table, where, 'rank below 1', (row) => !((rank[row] as number) >= 1));
  refuse(table, where, 'rank beyond the candidates', (row) => {
    const value = rank[row] as number;
    return (
      value > (candidateCount[row] as number) && (value !== Number.POSITIVE_INFINITY || isTrue[row] !== 1)
    );
  });
  refuse(table, where, 'a ranked candidate has no score', (row) => {
    return rank[row] !== Number.POSITIVE_INFINITY && !Number.isFinite(score[row] as number);
  });
  checkCases(table, where);
}

function refuse(table: Rankings, where: string, rule: string, broken: (row: number) => boolean): void {
  let [bad, first] = [0, 0];
  for (let row = 0; row < table.rows; row++) if (broken(row) && bad++ === 0) first = row + 1;
  if (bad > 0) throw new ContractError(where, `${rule} in ${rows(bad)} (first: row ${first})`);
}

function checkCases(table: Rankings, where: string): void {
  const cases = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = `${table.model.codes[row]}:${table.partition.codes[row]}:${table.caseId.codes[row]}`;
    const own = cases.get(key);
    if (own) own.push(row);
    else cases.set(key, [row]);
  }
  for (const own of cases.values()) {
    const seen = new Set(own.map((row) => table.candidate.codes[row]));
    if (seen.size < own.length)
      throw new ContractError(where, `a case has a candidate twice (first: row ${(own[0] as number) + 1})`);
    const sorted = own.toSorted((a, b) => (table.rank[a] as number) - (table.rank[b] as number));
    const wrong = sorted.find((row, at) => at > 0 && better(table, row, sorted[at - 1] as number));
    if (wrong !== undefined)
      throw new ContractError(where, `ranks do not follow the scores of a case (first: row ${wrong + 1})`);
  }
}

const better = ({ score }: Rankings, row: number, before: number): boolean =>
  (score[row] as number) > (score[before] as number);
