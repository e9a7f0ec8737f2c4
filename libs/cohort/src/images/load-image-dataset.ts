import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import type { ImageCohort } from './image-cohort.ts';
import type { ImageDatasetDeclaration } from './image-dataset.ts';
import { loadImageManifest } from './load-image-manifest.ts';
import type { ManifestOptions } from './manifest-options.ts';

/**
 * Loads the rows of a declared set of pictures.
 *
 * @throws ConfigError where files are missing, with how to get them
 */
export async function loadImageDataset(
  card: ImageDatasetDeclaration & { readonly folder: string },
  options: Pick<ManifestOptions, 'onBad'> = {},
): Promise<ImageCohort> {
  requirePulled(card);
  const { columns, patient, boxSize, file, array, attributes, unlabelled } = card;
  const named = typeof patient === 'object' && 'column' in patient;
  const given = Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== undefined));
  return loadImageManifest(join(card.folder, card.manifest), {
    columns: named ? { ...given, patient: patient.column } : { ...given, patient: null },
    attributes,
    unlabelled,
    ...(patient === 'image' ? { patient } : {}),
    ...(typeof patient === 'object' && 'pattern' in patient ? { patient: new RegExp(patient.pattern) } : {}),
    ...(file === undefined ? {} : { file }),
    ...(array === undefined ? {} : { array }),
    ...(boxSize === undefined ? {} : { boxSize }),
    ...options,
  });
}

/**
 * Checks that the files a card needs are there.
 *
 * @throws ConfigError naming the first that is not
 */
export function requirePulled(card: {
  readonly name: string;
  readonly folder: string;
  readonly needs: readonly string[];
}): void {
  const absent = card.needs.find((file) => !existsSync(join(card.folder, file)));
  if (absent === undefined) return;
  throw new ConfigError(
    `dataset ${card.name}`,
    `its files are not here (first: ${absent})`,
    `fetch them as its README says, then: raredx data pull ${card.name} --from FOLDER`,
  );
}
