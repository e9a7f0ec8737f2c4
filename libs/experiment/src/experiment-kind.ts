import { parseDocument } from 'yaml';

/** What an experiment is made over; a file that names no kind is about a table of patients. */
export type ExperimentKind = 'table' | 'images' | 'notes' | 'phenotypes';

/**
 * The kind that an experiment file names; any mistake in the file is left to its reader to name.
 *
 * @example experimentKind('kind: images\nname: cells') // => 'images'
 */
export function experimentKind(text: string): ExperimentKind {
  const kind: unknown = parseDocument(text, { prettyErrors: false }).get('kind');
  return kind === 'images' || kind === 'notes' || kind === 'phenotypes' ? kind : 'table';
}
