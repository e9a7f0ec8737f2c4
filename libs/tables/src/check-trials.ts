import { ContractError } from './contract-error.ts';
import { rows } from './parse-cells.ts';
import { partitions } from './predictions.ts';
import { type TextColumn, textAt } from './text-column.ts';
import { type Trials, trialMeasures } from './trials.ts';

/**
 * The rules of the trials table: known measures and partitions; ranks from 1, questions from 0, scores within [0, 1]; unique key
 * (measure, condition, model, partition, case, draw).
 *
 * @throws ContractError naming the rule, how many rows break it and the first of them
 */
export function checkTrials(table: Trials, where: string): void {
  if (table.rows === 0) throw new ContractError(where, 'no rows');
  named(table.measure, trialMeasures, { where, what: 'measure' });
  named(table.partition, partitions, { where, what: 'partition' });
  const least = { rank: 1, questions: 0, unknown_score: 0 } as const;
  let [bad, first] = [0, 0];
  for (let row = 0; row < table.rows; row++) {
    const measure = textAt(table.measure, row) as keyof typeof least;
    const value = table.value[row] as number;
    const most = measure === 'unknown_score' ? 1 : Number.POSITIVE_INFINITY;
    if (!(value >= least[measure] && value <= most) && bad++ === 0) first = row + 1;
  }
  if (bad > 0)
    throw new ContractError(where, `value outside its measure's range in ${rows(bad)} (first: row ${first})`);
  unique(table, where);
}

function named(
  column: TextColumn,
  known: readonly string[],
  { where, what }: { readonly where: string; readonly what: string },
): void {
  const unknown = column.levels.filter((level) => !known.includes(level));
  if (unknown.length > 0)
    throw new ContractError(where, `unknown ${what} (${unknown.slice(0, 3).join(', ')})`);
}

function unique(table: Trials, where: string): void {
  const columns = [table.measure, table.condition, table.model, table.partition, table.caseId];
  const seen = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const key = `${columns.map(({ codes }) => codes[row]).join(':')}:${table.draw[row]}`;
    if (seen.has(key))
      throw new ContractError(where, `a case has a draw twice under one condition (first: row ${row + 1})`);
    seen.add(key);
  }
}
