import { existsSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import {
  datasetCard,
  loadImageDataset,
  loadImageFolder,
  loadImageManifest,
  loadNoteDataset,
  loadNotes,
} from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';
import { ContractError } from '@raredx/tables';
import { imageSamples, noteSamples, type Samples } from './samples.ts';
import type { SampleColumns } from './train-request.ts';

interface OpenOptions {
  /** The path as the user wrote it. */
  readonly shown?: string;
  readonly onBad?: 'stop' | 'count';
}

/**
 * The samples that a manifest, a folder of class folders or a file of notes names; no picture is opened.
 *
 * @throws ConfigError where there is no such file; ContractError or ImageError for what is in it
 */
export async function openSamples(
  path: string,
  columns: SampleColumns,
  { shown = path, onBad = 'stop' }: OpenOptions = {},
): Promise<Samples> {
  if (!existsSync(path))
    throw new ConfigError(shown, 'no such manifest', 'name a .csv or .parquet file, or a folder of pictures');
  if (columns.text !== undefined) return openNotes(path, columns);
  const patient = columns.oneImageAPatient ? { patient: 'image' as const } : {};
  if (statSync(path).isDirectory()) return imageSamples(loadImageFolder(path, patient));
  if (!['.csv', '.parquet'].includes(extname(path).toLowerCase())) {
    throw new ConfigError(shown, 'not a manifest', 'name a .csv or .parquet file, or a folder of pictures');
  }
  const named = pick(columns, ['image', 'label', 'patient', 'site', 'split']);
  const declared = { attributes: columns.attr ?? [], onBad, outside: 'allow' as const, ...patient };
  return imageSamples(
    await loadImageManifest(path, { columns: named, ...declared }).catch((error: unknown) => {
      throw inFlags(error);
    }),
  );
}

/** What a declaration of a data set would say is a flag here. */
function inFlags(error: unknown): unknown {
  if (!(error instanceof ContractError) || !/no column names the/.test(error.message)) return error;
  const problem = error.message.slice(error.where.length + 2);
  const flag = problem.endsWith('patient')
    ? '--patient COLUMN, or declare --one-image-a-patient where every picture is of another one'
    : '--image COLUMN';
  return new ContractError(error.where, problem, `give ${flag}`);
}

async function openNotes(path: string, columns: SampleColumns): Promise<Samples> {
  const { text, label, site, patient, oneImageAPatient } = columns;
  if (patient === undefined && !oneImageAPatient) {
    throw new ConfigError(
      basename(path),
      'no column names the patient',
      'give --patient COLUMN, or declare --one-image-a-patient where every note is of another one',
    );
  }
  return noteSamples(
    await loadNotes(path, {
      patient: patient === undefined ? 'note' : { column: patient },
      ...(text === undefined ? {} : { text }),
      ...(label === undefined ? {} : { label }),
      ...(site === undefined ? {} : { site }),
    }),
  );
}

/** The samples of a declared data set. */
export async function openDataset(folder: string): Promise<Samples> {
  const card = datasetCard(folder);
  if (card.kind === 'images') return imageSamples(await loadImageDataset(card));
  if (card.kind === 'notes') return noteSamples(await loadNoteDataset(card));
  throw new ConfigError(
    'dataset',
    `${card.name} is a table`,
    'an experiment without kind: images or notes takes tables',
  );
}

function pick<Key extends keyof SampleColumns>(
  columns: SampleColumns,
  keys: readonly Key[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap((key) => (columns[key] === undefined ? [] : [[key, String(columns[key])]])),
  );
}
