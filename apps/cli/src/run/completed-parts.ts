import { type Cohort, fitEncoder, imputeCohort, takeRows } from '@raredx/cohort';
import type { MissingSpec } from '@raredx/experiment';
import type { Random } from '@raredx/stats';
import type { FoldEncoder, FoldParts } from './fold-parts.ts';

/**
 * A fold completed several times, with an encoder of each. What fills a gap is learned from the fold's training rows,
 * a row drawn twice teaching twice, and never from an outcome: a held-out patient is completed as a new one will be.
 */
export function completedParts(
  cohort: Cohort,
  part: FoldParts,
  {
    predictors,
    missing,
    random,
  }: { readonly predictors: readonly string[]; readonly missing: MissingSpec; readonly random: Random },
): FoldEncoder[] {
  const own = takeRows(cohort, [...part.train, ...part.judge]);
  const places = {
    train: Uint32Array.from(part.train.keys()),
    judge: Uint32Array.from(part.judge.keys(), (row) => row + part.train.length),
  };
  const { cohorts, notes } = imputeCohort(own, {
    purpose: { kind: 'deployment' },
    columns: [...new Set([...predictors, ...missing.auxiliary])],
    learnFrom: places.train,
    random,
    imputations: missing.imputations,
    iterations: missing.iterations,
    ordered: missing.ordered,
  });
  return cohorts.map((completed, imputation) => {
    const fitted = fitEncoder(completed, places.train, predictors);
    const encoder = { ...fitted, notes: [...fitted.notes, ...notes.map((note) => `imputation: ${note}`)] };
    return {
      ...part,
      id: `${part.fit}.i${imputation}`,
      encoder,
      columns: (name) => encoder.transform(places[name]),
    };
  });
}
