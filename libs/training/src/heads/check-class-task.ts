import { ContractError } from '@raredx/tables';
import type { ClassTask } from '../features.ts';

/** @throws ContractError for lengths that do not fit, classes out of range, features that are not finite */
export function checkClassTask(where: string, task: ClassTask): void {
  const { features, classes, classNames, groups } = task;
  const { rows, width, values } = features;
  const fail = (problem: string, advice?: string) => {
    throw new ContractError(where, problem, advice);
  };
  if (rows < 1 || width < 1) fail(`no features (${rows} rows, ${width} columns)`);
  if (values.length !== rows * width)
    fail(`features hold ${values.length} values, not ${rows} rows of ${width}`);
  if (classes.length !== rows) fail(`${classes.length} classes for ${rows} rows`);
  if (groups.length !== rows) fail(`${groups.length} patients for ${rows} rows`);
  if (classNames.length < 2) fail(`a classification needs two classes (${classNames.length})`);
  const outside = classes.findIndex((k) => !(k >= 0 && k < classNames.length));
  if (outside >= 0) fail(`class outside 0 .. ${classNames.length - 1} (first: row ${outside + 1})`);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) fail(`features that are not finite (first: row ${Math.floor(odd / width) + 1})`);
}

/** Patients of each class; a patient with rows of two classes counts in both. */
export function patientsByClass(task: ClassTask, rows?: ArrayLike<number>): Uint32Array {
  const seen = new Set<string>();
  const counts = new Uint32Array(task.classNames.length);
  const count = rows?.length ?? task.features.rows;
  for (let r = 0; r < count; r++) {
    const row = rows?.[r] ?? r;
    const key = `${task.groups[row]} ${task.classes[row]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    counts[task.classes[row]!]! += 1;
  }
  return counts;
}
