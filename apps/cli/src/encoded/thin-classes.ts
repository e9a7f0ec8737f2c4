import type { Study } from './study.ts';

/** What to say of classes with fewer patients than folds: some folds then judge none of them. */
export function thinClasses({
  split,
  classes,
  y,
  units,
  development,
}: Pick<Study, 'split' | 'classes' | 'y' | 'units' | 'development'>): string[] {
  if (!split) return [];
  return classes.flatMap((name, code) => {
    const own = development.filter((row) => y[row] === code);
    const patients = new Set(Array.from(own, (row) => units[row])).size;
    if (patients >= split.folds) return [];
    return [
      `class ${name} has ${patients} patients, fewer than the ${split.folds} folds: some folds judge none of it`,
    ];
  });
}
