import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, checkedYaml } from '@raredx/experiment';
import { z } from 'zod';
import {
  type ImageDatasetDeclaration,
  imageDatasetSchema,
  type NoteDatasetDeclaration,
  noteDatasetSchema,
} from './images/image-dataset.ts';
import { type Dataset, loadDataset } from './load-dataset.ts';
import { type CaseDatasetDeclaration, caseDatasetSchema } from './phenopackets/case-dataset.ts';

interface Placed {
  /** Absolute path of `data/` beside the card, where `raredx data pull` puts or links the files. */
  readonly folder: string;
}

/** A card of any kind: a table, or pictures, notes or cases whose files lie outside the repository. */
export type DatasetCard =
  | (Dataset & { readonly kind: 'table' })
  | (ImageDatasetDeclaration & Placed)
  | (NoteDatasetDeclaration & Placed)
  | (CaseDatasetDeclaration & Placed);

const anyKind = z.looseObject({ kind: z.string().optional() });

/**
 * Reads and checks `<folder>/dataset.yaml`, whatever its kind: without `kind` it declares a table. No data file is
 * opened.
 *
 * @throws ConfigError when there is none, or it says something that it may not
 */
export function datasetCard(folder: string): DatasetCard {
  const where = join(basename(resolve(folder)), 'dataset.yaml');
  let text: string;
  try {
    text = readFileSync(join(folder, 'dataset.yaml'), 'utf8');
  } catch {
    throw new ConfigError(where, 'there is no such file', 'a dataset is a folder that holds a dataset.yaml');
  }
  const { kind } = checkedYaml(text, where, anyKind);
  const data = { folder: resolve(folder, 'data') };
  if (kind === 'images') return Object.freeze({ ...checkedYaml(text, where, imageDatasetSchema), ...data });
  if (kind === 'notes') return Object.freeze({ ...checkedYaml(text, where, noteDatasetSchema), ...data });
  if (kind === 'phenopackets')
    return Object.freeze({ ...checkedYaml(text, where, caseDatasetSchema), ...data });
  if (kind !== undefined)
    throw new ConfigError(where, `no such kind (${kind})`, 'known: images, notes, phenopackets');
  return Object.freeze({ ...loadDataset(folder), kind: 'table' as const });
}
