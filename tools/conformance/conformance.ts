import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaceFiles } from '../run/workspace-files.mjs';
import { type Comparison, type Measured, measured } from './comparison.ts';
import { caseComparisons } from './metrics-cases.ts';
import { tableComparisons } from './metrics-tables.ts';
import { distributionComparisons } from './stats-distributions.ts';
import { fitComparisons } from './stats-fits.ts';
import { inferenceComparisons } from './stats-inference.ts';
import { recalibrationComparisons } from './validation-recalibration.ts';

/** Every comparison that the page shows, by lib. */
export const comparisons: Readonly<Record<'stats' | 'metrics' | 'validation', readonly Comparison[]>> = {
  stats: [...distributionComparisons, ...fitComparisons, ...inferenceComparisons],
  metrics: [...caseComparisons, ...tableComparisons],
  validation: recalibrationComparisons,
};

export interface Conformance {
  readonly libs: Readonly<Record<string, readonly Measured[]>>;
  /** Fixtures of which no line shows a difference, and the tests that read them. */
  readonly elsewhere: readonly { readonly path: string; readonly tests: readonly string[] }[];
}

function testsThatRead(path: string): string[] {
  const [, lib, , file = ''] = path.split('/');
  const name = file.replace(/\.json$/, '');
  return workspaceFiles([`libs/${lib}/src`, `libs/${lib}/tests`], /\.(test|slow)\.ts$/).filter((test) =>
    new RegExp(`['"\`/]${name}(\\.json)?['"\`]`).test(readFileSync(join(root, test), 'utf8')),
  );
}

export function conformance(): Conformance {
  const libs = Object.fromEntries(Object.entries(comparisons).map(([lib, all]) => [lib, all.map(measured)]));
  const shown = new Set(Object.values(libs).flatMap((all) => all.map(({ path }) => path)));
  const inputs = /\/(cases|recalibration-cases)\.json$/;
  const elsewhere = workspaceFiles(
    Object.keys(comparisons).map((lib) => `libs/${lib}/fixtures`),
    /\.json$/,
  )
    .filter((path) => !shown.has(path) && !inputs.test(path))
    .map((path) => ({ path, tests: testsThatRead(path) }));
  return { libs, elsewhere };
}
