import { columnOf } from '@raredx/cohort';
import { ConfigError, type ModelSpec } from '@raredx/experiment';
import type { Features, FitTask } from '@raredx/training';
import type { StudyCohort } from './cohort-step.ts';
import type { FoldEncoder } from './fold-parts.ts';

/**
 * The fits of one model. A small fold may lack a level, and then its encoder has no column for it: all folds are given
 * the columns of all, a lacking one being zero throughout, so that their networks have one shape.
 */
export function fitTasks(encoders: readonly FoldEncoder[], study: StudyCohort, model: ModelSpec): FitTask[] {
  const names = [...new Set(encoders.flatMap(({ encoder }) => encoder.columns))];
  return encoders.map((one) => {
    const { id, fit, train, encoder } = one;
    const features = (part: 'train' | 'judge') =>
      aligned(names, encoder.columns, { rows: one[part].length, columns: one.columns(part) });
    return {
      id,
      train: features('train'),
      outcome: Uint8Array.from(train, (row) => study.outcome[row] as number),
      related: 'pretrain' in model ? relatedClasses(study, model.pretrain.target, train) : null,
      judge: features('judge'),
      draws: fit === 'final' && model.kind === 'prototypical' ? model.draws : 1,
    };
  });
}

function aligned(
  names: readonly string[],
  own: readonly string[],
  { rows, columns }: { readonly rows: number; readonly columns: readonly Float64Array[] },
): Features {
  return { rows, names, columns: names.map((name) => columns[own.indexOf(name)] ?? new Float64Array(rows)) };
}

function relatedClasses(study: StudyCohort, target: string, rows: Uint32Array): FitTask['related'] {
  const column = columnOf(study.cohort, target);
  if (column.kind !== 'category') {
    throw new ConfigError(
      'pretrain.target',
      `${target} has no levels (${column.kind})`,
      'name a category or boolean column',
    );
  }
  return {
    classes: Int32Array.from(rows, (row) => column.codes[row] as number),
    classCount: column.levels.length,
  };
}
