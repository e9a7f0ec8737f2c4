import type { Estimate } from '@raredx/stats';
import type { CategoryColumn } from './column.ts';

/** How two readings of the same thing agree, over rows where both are known. */
export interface Agreement {
  readonly levels: readonly string[];
  /** `table[i][j]`: rows with level i in the first reading and level j in the second. */
  readonly table: readonly (readonly number[])[];
  readonly rows: number;
  readonly agreeing: number;
  /** Cohen's kappa: (observed − expected agreement) / (1 − expected), expected from the margins. */
  readonly kappa: Estimate;
}

/**
 * Cross table and Cohen's kappa of two columns with the same levels.
 *
 * @see Cohen J (1960) Educ Psychol Meas 20:37–46
 */
export function agreement(first: CategoryColumn, second: CategoryColumn): Agreement {
  const { levels } = first;
  if (levels.join('\n') !== second.levels.join('\n')) {
    throw new RangeError(`agreement: ${first.name} and ${second.name} have different levels`);
  }
  const table = levels.map(() => new Array<number>(levels.length).fill(0));
  first.codes.forEach((code, row) => {
    const cells = table[code];
    const other = second.codes[row] as number;
    if (cells && other >= 0) cells[other] = (cells[other] as number) + 1;
  });
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const rows = total(table.map(total));
  const agreeing = total(table.map((cells, code) => cells[code] as number));
  const chance = total(
    table.map((cells, code) => total(cells) * total(table.map((row) => row[code] as number))),
  );
  const expected = chance / rows ** 2;
  const kappa: Estimate =
    rows === 0
      ? { undefinedBecause: 'no rows where both are known' }
      : expected === 1
        ? { undefinedBecause: 'both readings have one level only' }
        : { value: (agreeing / rows - expected) / (1 - expected) };
  return { levels, table, rows, agreeing, kappa };
}
