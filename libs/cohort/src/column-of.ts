import { ConfigError, nearestName } from '@raredx/experiment';
import type { Column } from './column.ts';
import type { Cohort } from './load-cohort.ts';

/** A column by name; the name usually comes from an experiment file, so a wrong one is a configuration error. */
export function columnOf(cohort: Pick<Cohort, 'columns' | 'dataset'>, name: string): Column {
  const column = cohort.columns[name];
  if (column && Object.hasOwn(cohort.columns, name)) return column;
  const names = Object.keys(cohort.columns);
  const near = nearestName(name, names);
  throw new ConfigError(
    `dataset ${cohort.dataset.name}`,
    `no column ${name}`,
    near ? `did you mean ${near}?` : `columns: ${names.join(', ')}`,
  );
}
