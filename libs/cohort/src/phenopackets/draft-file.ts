import { basename, extname } from 'node:path';
import type { Drafted } from './case-draft.ts';
import { draftPair, draftRecord } from './draft-case-list.ts';
import { draftPhenopacket } from './draft-phenopacket.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const parseJson = (text: string): { value: unknown } | { because: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { because: `is no JSON (${(error as Error).message.slice(0, 80).toLowerCase()})` };
  }
};

interface Origin {
  readonly where: string;
  readonly cohort: string;
}

const nameOf = (where: string): string => basename(where).replace(/\.(jsonl?|ndjson|tsv|csv|txt)$/i, '');

const draftElement = (value: unknown, origin: Origin, at: number): Drafted => {
  const place = {
    ...origin,
    where: `${origin.where}:${at + 1}`,
    fallbackId: `${nameOf(origin.where)}-${at + 1}`,
  };
  if (Array.isArray(value)) return draftPair(value, place);
  if (!isRecord(value)) return { where: place.where, because: 'is neither an object nor a pair' };
  return 'phenotypicFeatures' in value || 'proband' in value
    ? draftPhenopacket(value, place)
    : draftRecord(value, place);
};

const draftJson = (text: string, origin: Origin): Drafted[] => {
  const parsed = parseJson(text);
  if ('because' in parsed) return [{ where: origin.where, because: parsed.because }];
  const { value } = parsed;
  if (Array.isArray(value)) return value.map((element, at) => draftElement(element, origin, at));
  return [draftPhenopacket(value, origin)];
};

const draftLines = (text: string, origin: Origin): Drafted[] =>
  text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const parsed = parseJson(line);
    if ('because' in parsed) return [{ where: `${origin.where}:${at + 1}`, because: parsed.because }];
    return [draftElement(parsed.value, origin, at)];
  });

const draftTable = (text: string, origin: Origin): Drafted[] => {
  const lines = text.split(/\r?\n/);
  const separator = (lines[0] ?? '').includes('\t') ? '\t' : ',';
  const header = (lines[0] ?? '')
    .split(separator)
    .map((name) => name.replace(/^[\uFEFF"#]+|"+$/g, '').trim());
  if (lines.slice(1).every((line) => line.trim() === ''))
    return [{ where: origin.where, because: 'has a header and no cases' }];
  return lines.slice(1).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const cells = line.split(separator).map((cell) => cell.replace(/^"|"$/g, ''));
    const record = Object.fromEntries(header.map((name, column) => [name, cells[column]]));
    const place = {
      ...origin,
      where: `${origin.where}:${at + 2}`,
      fallbackId: `${nameOf(origin.where)}-${at + 1}`,
    };
    return [draftRecord(record, place)];
  });
};

/** Endings that `draftFile` reads. */
export const caseFileEndings: readonly string[] = ['.json', '.jsonl', '.ndjson', '.tsv', '.csv', '.txt'];

/**
 * The cases of one file's text. JSON: a phenopacket, an array of them, a PhenoBrain list, an array of records; JSONL: a
 * record or phenopacket a line; TSV or CSV: a header with a column of ids (`hpo`, separated by blanks, `,`, `;` or `|`) and
 * optionally `id`, `truth`, `excluded`, `sex`, `pmid`, `genes`.
 */
export function draftFile(text: string, origin: Origin): Drafted[] {
  if (text.trim() === '') return [{ where: origin.where, because: 'is empty' }];
  const ending = extname(origin.where).toLowerCase();
  if (ending === '.json') return draftJson(text, origin);
  if (ending === '.jsonl' || ending === '.ndjson') return draftLines(text, origin);
  return draftTable(text, origin);
}
