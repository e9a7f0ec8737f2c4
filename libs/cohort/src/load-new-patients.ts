import { basename, resolve } from 'node:path';
import type { DatasetDeclaration } from './dataset-declaration.ts';
import { type Cohort, loadCohort } from './load-cohort.ts';

/**
 * Patients whom a model has not seen, in a file with the columns of the data set that it learned from. Only the patient,
 * the row's key where one is declared, and what `predictors` are made of must be there; outcomes, attributes and the site
 * may be missing altogether, centres may be new, and columns nobody declared are left out with a warning.
 *
 * @param predictors columns as experiments name them, derived ones too
 * @throws ContractError as `loadCohort` does
 */
export function loadNewPatients(
  declaration: DatasetDeclaration,
  { path, predictors }: { readonly path: string; readonly predictors: readonly string[] },
): Promise<Cohort> {
  const needed = new Set([
    ...sourcesOf(declaration, predictors),
    ...(declaration.patient === undefined ? [] : [declaration.patient]),
    ...(declaration.sample === undefined ? [] : [declaration.sample]),
  ]);
  const mayLack = new Set(
    declaration.columns.filter(({ name, as }) => !needed.has(as ?? name)).map(({ name }) => name),
  );
  const dataset = Object.freeze({
    ...declaration,
    undeclared: 'warn' as const,
    path: resolve(path),
    where: basename(path),
  });
  return loadCohort(dataset, { mayLack, newSites: true });
}

/** The columns of the file behind some columns, however often they were derived. */
function sourcesOf({ derived }: DatasetDeclaration, names: readonly string[]): string[] {
  const from = new Map(derived.map((column) => [column.name, column.from]));
  return names.map((name) => {
    let source = name;
    for (let next = from.get(source); next !== undefined; next = from.get(source)) source = next;
    return source;
  });
}
