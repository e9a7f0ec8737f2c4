import { basename, resolve } from 'node:path';
import { ContractError, numberCells, readColumns, textCells } from '@raredx/tables';

/** Features of samples, as `raredx embed` writes them. */
export interface SampleFeatures {
  readonly names: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly columns: readonly Float64Array[];
}

/**
 * Columns `feature_…` by `sample_id`.
 *
 * @throws ContractError where there are none, or a sample stands twice
 */
export async function readFeatures(path: string): Promise<SampleFeatures> {
  const where = basename(path);
  const table = await readColumns(resolve(path), where);
  const cells = table.columns.get('sample_id');
  if (!cells) throw new ContractError(where, 'column sample_id is missing', 'make it with raredx embed');
  const names = [...table.columns.keys()].filter((name) => /^feature_\d+$/.test(name));
  if (names.length === 0)
    throw new ContractError(where, 'no column feature_0, feature_1, …', 'make it with raredx embed');
  const rowOf = new Map<string, number>();
  textCells(cells, 'sample_id', { where }).forEach((sample, row) => {
    if (rowOf.has(sample)) throw new ContractError(where, `a sample stands twice (first: row ${row + 1})`);
    rowOf.set(sample, row);
  });
  const columns = names.map((name) =>
    numberCells(table.columns.get(name) as readonly unknown[], name, { where }),
  );
  return { names, rowOf, columns };
}
