import type { Study } from '../study.ts';

/** Training patients of the rarest class over all fits of a study: what inner folds have to be made of. */
export function fewestPatients({ rounds, classes, y, units }: Study): number {
  const counts = rounds.flatMap(({ train }) =>
    classes.map(
      (_, code) =>
        new Set(
          Array.from(
            train.filter((row) => y[row] === code),
            (row) => units[row],
          ),
        ).size,
    ),
  );
  return Math.min(...counts);
}
