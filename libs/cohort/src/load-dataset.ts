import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, checkedYaml } from '@raredx/experiment';
import type { DatasetDeclaration } from './dataset-declaration.ts';
import { datasetSchema } from './dataset-schema.ts';

/** A declared table: what `dataset.yaml` says, and where its file lies. */
export interface Dataset extends DatasetDeclaration {
  /** Absolute path of the data file. */
  readonly path: string;
  /** The data file as errors name it: `<folder>/<file>`. */
  readonly where: string;
}

/**
 * Reads and checks `<folder>/dataset.yaml`; the data file itself is not opened.
 *
 * @param folder for instance `datasets/wilms`
 * @throws ConfigError when there is none, or it says something that it may not
 */
export function loadDataset(folder: string): Dataset {
  const where = join(basename(resolve(folder)), 'dataset.yaml');
  let text: string;
  try {
    text = readFileSync(join(folder, 'dataset.yaml'), 'utf8');
  } catch {
    throw new ConfigError(where, 'there is no such file', 'a dataset is a folder that holds a dataset.yaml');
  }
  const declaration = checkedYaml(text, where, datasetSchema);
  return Object.freeze({
    ...declaration,
    path: resolve(folder, declaration.file),
    where: join(basename(resolve(folder)), declaration.file),
  });
}
