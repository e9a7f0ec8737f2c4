import { ConfigError } from '@raredx/experiment';
import { columnOf } from './column-of.ts';
import type { Cohort } from './load-cohort.ts';

/** Levels of a category or boolean column, one a row, as a subgroup attribute: missing is the level `unknown`. */
export function attributeValues(cohort: Cohort, name: string): string[] {
  const column = columnOf(cohort, name);
  if (column.kind === 'number') {
    throw new ConfigError(
      `dataset ${cohort.dataset.name}`,
      `${name} is a number and has no levels`,
      'derive bands from it in dataset.yaml',
    );
  }
  if (column.kind === 'text') return column.values.map((value) => value || 'unknown');
  return Array.from(column.codes, (code) => column.levels[code] ?? 'unknown');
}
