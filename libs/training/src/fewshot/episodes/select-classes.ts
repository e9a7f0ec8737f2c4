import type { ClassTask, FeatureTable } from '../../features.ts';

/**
 * The rows of some classes as a task of its own, classes renumbered in the order given: the base classes to learn on,
 * the novel ones to be judged on.
 */
export function selectClasses(task: ClassTask, wanted: readonly number[]): ClassTask {
  const rows = Int32Array.from([...task.classes.keys()].filter((row) => wanted.includes(task.classes[row])));
  return {
    features: featureRows(task.features, rows),
    classes: Int32Array.from(rows, (row) => wanted.indexOf(task.classes[row])),
    classNames: wanted.map((c) => task.classNames[c]),
    groups: Int32Array.from(rows, (row) => task.groups[row]),
  };
}

/** Some rows of a table, copied in the order given. */
export function featureRows({ width, values }: FeatureTable, rows: Int32Array): FeatureTable {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    out.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return { rows: rows.length, width, values: out };
}
