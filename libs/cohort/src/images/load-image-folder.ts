import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ContractError } from '@raredx/tables';
import type { ImageCohort, ImageRow } from './image-cohort.ts';
import { imageCohortOf } from './image-cohort-of.ts';

/** How a folder of pictures is read. */
export interface FolderOptions {
  /** A pattern whose first group is the patient, matched on the path below the folder; default: a file a patient. */
  readonly patient?: 'image' | RegExp;
}

const pictures = /\.(png|jpe?g|webp|gif|tiff?|dcm)$/i;
/** Deeper is a loop or an accident. */
const deepest = 16;

/**
 * A folder with a folder a class: `<folder>/<class>/…/<picture>`; or of pictures alone, which have no class and can be
 * embedded and predicted. Links are not followed; what is no picture by its name is counted in the notes.
 *
 * @throws ContractError where there are none, or the pattern does not find a file's patient
 */
export function loadImageFolder(folder: string, { patient = 'image' }: FolderOptions = {}): ImageCohort {
  const where = basename(resolve(folder));
  const files = filesBelow(resolve(folder), where);
  const shown = files.filter((file) => pictures.test(file));
  const inClasses = shown.filter((file) => file.includes('/'));
  const flat = inClasses.length === 0;
  const used = flat ? shown : inClasses;
  const rows = used.map((file): ImageRow => {
    const found = patient === 'image' ? file : patient.exec(file)?.[1];
    if (found === undefined || found === '') {
      throw new ContractError(where, `the pattern finds no patient in ${file}`);
    }
    return Object.freeze({
      imageId: file,
      path: join(resolve(folder), ...file.split('/')),
      file,
      label: flat ? null : (file.split('/')[0] as string),
      patient: found,
      site: 'unknown',
      attributes: Object.freeze({}),
    });
  });
  const others = files.length - used.length;
  return imageCohortOf(where, rows, {
    notes: [
      ...(patient === 'image'
        ? ['no patient is named: every file is taken as another patient, so patients with several files leak']
        : []),
      'no site is named: sites cannot be held apart',
      ...(others > 0 ? [`${others} files are not in a folder of a class or no pictures by their names`] : []),
    ],
  });
}

function filesBelow(root: string, where: string, below = ''): string[] {
  if (below.split('/').length > deepest)
    throw new ContractError(where, `folders nest deeper than ${deepest}`);
  let entries: ReturnType<typeof list>;
  try {
    entries = list(join(root, below));
  } catch {
    throw new ContractError(where, 'there is no such folder, or it cannot be read');
  }
  return entries.flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, where, path);
    return entry.isFile() ? [path] : [];
  });
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
