import type { CategoryColumn, NumberColumn } from './column.ts';
import { columnOf } from './column-of.ts';
import type { EligibilityRule } from './dataset-declaration.ts';
import type { Cohort } from './load-cohort.ts';
import { takeRows } from './take-rows.ts';

/** The rows that every declared eligibility rule lets in; `attrition` counts the others. */
export function eligibleCohort(cohort: Cohort): Cohort {
  const passes = cohort.dataset.eligibility.map((rule) => rulePasses(cohort, rule));
  const rows = [...cohort.site.keys()].filter((row) => passes.every((pass) => pass(row)));
  return takeRows(cohort, rows);
}

/** Whether a row satisfies one rule. A missing value satisfies none. */
export function rulePasses(cohort: Cohort, rule: EligibilityRule): (row: number) => boolean {
  const column = columnOf(cohort, rule.column);
  if (rule.kind === 'known') return (row) => column.missing[row] === 0;
  if (rule.kind === 'levels') {
    const { levels, codes } = column as CategoryColumn;
    return (row) => rule.levels.includes(levels[codes[row] as number] ?? '');
  }
  const { values } = column as NumberColumn;
  const [low, high] = [rule.range[0] ?? -Infinity, rule.range[1] ?? Infinity];
  return (row) => {
    const value = values[row] as number;
    return value >= low && value <= high;
  };
}
