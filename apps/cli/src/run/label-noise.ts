import { type Agreement, agreement, type CategoryColumn, type Cohort, columnOf } from '@raredx/cohort';
import { ConfigError, type Experiment } from '@raredx/experiment';

/** Two readings of the same thing, counted against each other, as in `cohort/label-noise.json`. */
export interface LabelNoiseTable extends Agreement {
  readonly title: string;
  /** The rows of the table. */
  readonly observed: string;
  /** The columns of the table. */
  readonly reference: string;
}

export function labelNoise(cohort: Cohort, asked: NonNullable<Experiment['label_noise']>): LabelNoiseTable {
  const observed = levelsOf(cohort, asked.observed);
  const reference = levelsOf(cohort, asked.reference);
  if (observed.levels.join() !== reference.levels.join()) {
    throw new ConfigError('label_noise', `${asked.observed} and ${asked.reference} have different levels`);
  }
  return { ...asked, ...agreement(observed, reference) };
}

function levelsOf(cohort: Cohort, name: string): CategoryColumn {
  const column = columnOf(cohort, name);
  if (column.kind === 'category') return column;
  throw new ConfigError(
    'label_noise',
    `${name} has no levels (${column.kind})`,
    'name a category or boolean column',
  );
}
