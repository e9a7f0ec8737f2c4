import { holm, imputationCount } from '@raredx/stats';
import type { MissingColumn, MissingnessDocument, MissingShare } from '@raredx/tables';
import type { Column } from './column.ts';
import { columnOf } from './column-of.ts';
import type { Cohort } from './load-cohort.ts';
import { missingnessPatterns } from './missingness-patterns.ts';
import { type Explainer, missingnessTest } from './missingness-test.ts';
import { categoricalDifference, continuousDifference } from './standardised-difference.ts';

export interface MissingnessRequest {
  /** @default every column of the file but identifiers, free text and follow-up */
  readonly columns?: readonly string[];
  /** @default the column declared as outcome */
  readonly outcome?: string;
}

const limits: readonly string[] = [
  'completely at random (MCAR) can be contradicted by observed data, never confirmed by them',
  'whether missingness depends on the missing values themselves (MNAR) cannot be tested: it needs knowledge of how the data came about, or a sensitivity analysis',
  'imputation assumes missing at random given the columns in the imputation model: what goes with missingness belongs there',
];

/**
 * The mechanism table: where values are missing, by site and by outcome, and what missingness goes with. Each column's
 * missing indicator is modelled on outcome, site and the complete columns.
 */
export function missingness(cohort: Cohort, request: MissingnessRequest = {}): MissingnessDocument {
  const names = request.columns ?? describedNames(cohort);
  const columns = names.map((name) => columnOf(cohort, name));
  const outcome = request.outcome ?? columns.find(({ role }) => role === 'outcome')?.name;
  const gaps = columns.filter((column) => column.missing.includes(1));
  const explainers = explainersOf(cohort, columns, outcome);
  const tests = gaps.map((column) =>
    missingnessTest(
      column.missing,
      explainers.filter(({ name }) => name !== column.name),
    ),
  );
  const adjusted = [...holm(Float64Array.from(tests.flatMap((test) => ('p' in test ? [test.p] : []))))];
  const complete = [...cohort.site.keys()].filter((row) => gaps.every((column) => column.missing[row] === 0));
  return {
    rows: cohort.rows,
    patients: new Set(cohort.patientId).size,
    completeRows: complete.length,
    imputations: imputationCount({ rows: cohort.rows, incomplete: cohort.rows - complete.length }),
    columns: gaps.map((column, place) => {
      const test = tests[place] as (typeof tests)[number];
      const tested = 'p' in test ? { ...test, adjustedP: adjusted.shift() as number } : test;
      const others = columns.filter((other) => other !== column);
      return {
        ...describedGap(cohort, column, outcome),
        differences: differences(column, others),
        test: tested,
        reading: readingOf(tested),
      };
    }),
    patterns: missingnessPatterns(gaps, cohort.rows),
    limits,
  };
}

function describedNames({ columns, dataset }: Cohort): string[] {
  const roles: readonly unknown[] = ['identifier', 'followup'];
  return Object.values(columns)
    .filter(({ kind, role, from }) => kind !== 'text' && from === null && !roles.includes(role))
    .map(({ name }) => name)
    .filter((name) => name !== dataset.site);
}

/** Outcome first, then site, then the complete columns: the order in which a small sample makes room for them. */
function explainersOf(cohort: Cohort, columns: readonly Column[], outcome: string | undefined): Explainer[] {
  const sites = [...new Set(cohort.site)].sort();
  const site: Explainer = {
    name: 'site',
    columns: sites.slice(1).map((level) => Float64Array.from(cohort.site, (at) => Number(at === level))),
  };
  const complete = columns.filter((column) => column.kind !== 'text' && !column.missing.includes(1));
  const first = complete.filter(({ name }) => name === outcome);
  const others = complete.filter(({ name }) => name !== outcome);
  return [...first.map(explainerOf), site, ...others.map(explainerOf)];
}

function explainerOf(column: Column): Explainer {
  if (column.kind === 'number') return { name: column.name, columns: [column.values] };
  if (column.kind === 'text') return { name: column.name, columns: [] };
  const columns = column.levels
    .slice(1)
    .map((_, level) => Float64Array.from(column.codes, (code) => Number(code === level + 1)));
  return { name: column.name, columns };
}

function describedGap(
  cohort: Cohort,
  column: Column,
  outcome: string | undefined,
): Pick<MissingColumn, 'column' | 'title' | 'missing' | 'percent' | 'bySite' | 'byOutcome'> {
  const missing = column.missing.reduce((sum, flag) => sum + flag, 0);
  const judged = outcome === undefined ? undefined : columnOf(cohort, outcome);
  return {
    column: column.name,
    title: column.title,
    missing,
    percent: (100 * missing) / cohort.rows,
    bySite: shares(column, cohort.site),
    byOutcome:
      judged?.kind === 'category' && judged !== column
        ? shares(
            column,
            Array.from(judged.codes, (code) => judged.levels[code] ?? 'unknown'),
          )
        : [],
  };
}

function shares(column: Column, labels: readonly string[]): MissingShare[] {
  return [...new Set(labels)].sort().map((level) => {
    const flags = column.missing.filter((_, row) => labels[row] === level);
    const missing = flags.reduce((sum, flag) => sum + flag, 0);
    return { level, rows: flags.length, missing, percent: (100 * missing) / flags.length };
  });
}

function differences(gap: Column, others: readonly Column[]): MissingColumn['differences'] {
  const found = others.flatMap((other) => {
    const sides = [1, 0].map((flag) =>
      [...gap.missing.keys()].filter((row) => gap.missing[row] === flag && other.missing[row] === 0),
    ) as [number[], number[]];
    if (other.kind === 'text') return [];
    const smd =
      other.kind === 'number'
        ? continuousDifference(...onSides(sides, (row) => other.values[row] as number))
        : categoricalDifference(...onSides(sides, (row) => other.codes[row] as number, other.levels.length));
    return [{ column: other.name, smd }];
  });
  return found.sort((a, b) => (b.smd ?? -1) - (a.smd ?? -1));
}

/** Values of the two sides; with levels, how many of each. */
function onSides(
  sides: readonly [number[], number[]],
  of: (row: number) => number,
  levels?: number,
): [number[], number[]] {
  const [first, second] = sides.map((rows) => rows.map(of)) as [number[], number[]];
  if (levels === undefined) return [first, second];
  const counts = (codes: number[]) =>
    Array.from({ length: levels }, (_, level) => codes.filter((code) => code === level).length);
  return [counts(first), counts(second)];
}

function readingOf(test: MissingColumn['test']): string {
  if ('undefinedBecause' in test) {
    return test.undefinedBecause.startsWith('separation')
      ? 'always or never missing at some values of site or observed columns: not completely at random'
      : `not judged: ${test.undefinedBecause}`;
  }
  return test.adjustedP < 0.05
    ? `goes with ${test.on.join(', ')}: not completely at random`
    : `no sign that it goes with ${test.on.join(', ')}, which does not prove that it is random`;
}
