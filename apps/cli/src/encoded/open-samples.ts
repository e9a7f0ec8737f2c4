import { existsSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { type ImageCohort, loadImageFolder, loadImageManifest } from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';
import type { Samples } from './samples.ts';
import type { SampleColumns } from './train-request.ts';

/** Samples with the pictures that they are. */
export interface ImageSamples extends Samples {
  readonly kind: 'images';
  readonly images: ImageCohort;
}

/**
 * The samples that a manifest or a folder of class folders names; no picture is opened.
 *
 * @param shown the path as the user wrote it
 * @throws ConfigError where there is no such file; ContractError or ImageError for what is in it
 */
export async function openSamples(
  path: string,
  columns: SampleColumns,
  { shown = path, onBad = 'stop' }: { readonly shown?: string; readonly onBad?: 'stop' | 'count' } = {},
): Promise<ImageSamples> {
  if (!existsSync(path))
    throw new ConfigError(shown, 'no such manifest', 'name a .csv or .parquet file, or a folder of pictures');
  const patient = columns.oneImageAPatient ? { patient: 'image' as const } : {};
  const images = statSync(path).isDirectory()
    ? loadImageFolder(path, patient)
    : await loadImageManifest(checkedName(path, shown), {
        columns: given(columns),
        attributes: columns.attr ?? [],
        onBad,
        outside: 'allow',
        ...patient,
      });
  return { kind: 'images', images, ...samplesOf(images) };
}

function checkedName(path: string, shown: string): string {
  if (['.csv', '.parquet'].includes(extname(path).toLowerCase())) return path;
  throw new ConfigError(shown, 'not a manifest', 'name a .csv or .parquet file, or a folder of pictures');
}

function given({ image, label, patient, site }: SampleColumns) {
  return {
    ...(image === undefined ? {} : { image }),
    ...(label === undefined ? {} : { label }),
    ...(patient === undefined ? {} : { patient }),
    ...(site === undefined ? {} : { site }),
  };
}

function samplesOf({ where, rows, notes, fingerprint }: ImageCohort): Samples {
  const names = Object.keys(rows[0]?.attributes ?? {});
  return {
    ...{ where, notes, fingerprint, rows: rows.length },
    sampleId: rows.map((row) => row.imageId),
    patientId: rows.map((row) => row.patient),
    site: rows.map((row) => row.site),
    label: rows.map((row) => row.label),
    attributes: Object.fromEntries(
      names.map((name) => [name, rows.map((row) => row.attributes[name] as string)]),
    ),
  };
}
