import { join } from 'node:path';
import type { NoteDatasetDeclaration } from '../images/image-dataset.ts';
import { requirePulled } from '../images/load-image-dataset.ts';
import { loadNotes } from './load-notes.ts';
import type { NoteCohort } from './note-cohort.ts';

/**
 * Loads the texts of a declared set; see `datasetCard`.
 *
 * @throws ConfigError where files are missing, with how to get them
 */
export async function loadNoteDataset(
  card: NoteDatasetDeclaration & { readonly folder: string },
): Promise<NoteCohort> {
  requirePulled(card);
  const { id, text, label, patient, file, folder } = card;
  return loadNotes(join(folder, file), {
    patient,
    ...(id === undefined ? {} : { id }),
    ...(text === undefined ? {} : { text }),
    ...(label === undefined ? {} : { label }),
  });
}
