import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ContractError, fingerprint, readColumns } from '@raredx/tables';
import { identifierTraces } from './identifier-traces.ts';
import type { Mention, NoteCohort, NoteRow } from './note-cohort.ts';
import { parsePubtator } from './parse-pubtator.ts';

/** How a file of texts is read: names of columns or keys. */
export interface NoteOptions {
  /** Default `id`. */
  readonly id?: string;
  /** Default `text`. */
  readonly text?: string;
  /** Default none. */
  readonly label?: string;
  readonly site?: string;
  /** Column of the patient, or a declaration that every note is of another one. */
  readonly patient: { readonly column: string } | 'note';
}

type Fields = (name: string) => string;
/** No note is so large; a file of more is not read at once. */
const largest = 2 ** 29;

/**
 * Reads texts from JSONL (`id`, `text`, `annotations` of start, end, hpo), CSV or Parquet, or PubTator (`.txt`).
 *
 * @throws ContractError where a line cannot be read, an id occurs twice, or a patient or text is empty
 */
export async function loadNotes(path: string, options: NoteOptions): Promise<NoteCohort> {
  const where = basename(path);
  const kind = extname(path).toLowerCase();
  const rows =
    kind === '.csv' || kind === '.parquet'
      ? await fromTable(path, where, options)
      : kind === '.jsonl'
        ? fromLines(await content(path, where), where, options)
        : fromPubtator(await content(path, where), where, options);
  if (rows.length === 0) throw new ContractError(where, 'holds no texts');
  const ids = rows.map(({ noteId }) => noteId);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw new ContractError(where, `text ${twice + 1} has the id of an earlier one`);
  const labels = rows.flatMap(({ label }) => (label === null ? [] : [label]));
  return Object.freeze({
    where,
    rows: Object.freeze(rows),
    classNames: [...new Set(labels)].sort(),
    notes: [
      ...(options.patient === 'note' ? ['no patient is named: every text is taken as another patient'] : []),
      ...traceNotes(rows),
    ],
    fingerprint: fingerprint(rows),
  });
}

async function content(path: string, where: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new ContractError(where, 'there is no such file');
  if (found.size === 0) throw new ContractError(where, 'the file is empty (0 bytes)', 'fetch it again');
  if (found.size > largest) throw new ContractError(where, `${found.size} bytes are more than ${largest}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    throw new ContractError(
      where,
      'not utf-8',
      'convert it from what it is, for instance with iconv -f latin1 -t utf-8',
    );
  }
}

async function fromTable(path: string, where: string, options: NoteOptions): Promise<NoteRow[]> {
  const table = await readColumns(path, where, { asText: true });
  const names = [...table.columns.keys()];
  const { id = 'id', text = 'text', label, site, patient } = options;
  const wanted = [id, text, label, site, patient === 'note' ? undefined : patient.column];
  const absent = wanted.find((name) => name !== undefined && !names.includes(name));
  if (absent !== undefined) {
    throw new ContractError(where, `no column ${absent}`, `the file has: ${names.join(', ')}`);
  }
  return Array.from({ length: table.rows }, (_, row) =>
    noteOf((name) => String(table.columns.get(name)?.[row] ?? ''), options, { where, row, mentions: [] }),
  );
}

function fromLines(text: string, where: string, options: NoteOptions): NoteRow[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, row) => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new ContractError(where, `line ${row + 1} is not json`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ContractError(where, `line ${row + 1} is no object`);
    }
    const keys = new Map(Object.entries(value));
    const fields: Fields = (name) => {
      const field: unknown = keys.get(name);
      return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
    };
    const length = fields(options.text ?? 'text').length;
    const mentions = mentionsOf(keys.get('annotations'), { length, where, line: row + 1 });
    return [noteOf(fields, options, { where, row, mentions })];
  });
}

function mentionsOf(
  annotations: unknown,
  { length, where, line }: { readonly length: number; readonly where: string; readonly line: number },
): Mention[] {
  if (annotations === undefined) return [];
  if (!Array.isArray(annotations)) throw new ContractError(where, `annotations of line ${line} are no list`);
  return annotations.map((annotation: { start?: unknown; end?: unknown; hpo?: unknown } | null) => {
    const [start, end] = [Number(annotation?.start), Number(annotation?.end)];
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length)) {
      throw new ContractError(where, `an annotation of line ${line} lies outside its text`);
    }
    return { start, end, concept: typeof annotation?.hpo === 'string' ? annotation.hpo : '' };
  });
}

function fromPubtator(text: string, where: string, options: NoteOptions): NoteRow[] {
  if (options.patient !== 'note') {
    throw new ContractError(where, 'PubTator names no patient', 'declare patient: note');
  }
  return parsePubtator(text, where).map(({ id, text: words, mentions }, row) =>
    noteOf(
      (name) => (name === 'id' ? id : name === 'text' ? words : ''),
      { patient: 'note' },
      { where, row, mentions },
    ),
  );
}

interface Found {
  readonly where: string;
  readonly row: number;
  readonly mentions: readonly Mention[];
}

function noteOf(fields: Fields, options: NoteOptions, { where, row, mentions }: Found): NoteRow {
  const { id = 'id', text = 'text', label, site, patient } = options;
  const noteId = fields(id).trim() || String(row + 1);
  const words = fields(text);
  if (words.trim() === '') throw new ContractError(where, `the text is empty in row ${row + 1}`);
  const who = patient === 'note' ? noteId : fields(patient.column).trim();
  if (who === '') throw new ContractError(where, `the patient is empty in row ${row + 1}`);
  return Object.freeze({
    noteId,
    text: words,
    label: label === undefined ? null : fields(label).trim() || null,
    patient: who,
    site: (site === undefined ? '' : fields(site).trim()) || 'unknown',
    mentions,
  });
}

function traceNotes(rows: readonly NoteRow[]): string[] {
  const texts = new Map<string, number>();
  for (const { text } of rows) {
    for (const kind of new Set(identifierTraces(text).map((trace) => trace.kind))) {
      texts.set(kind, (texts.get(kind) ?? 0) + 1);
    }
  }
  return [...texts].map(([kind, count]) => `${count} of ${rows.length} texts hold what looks like a ${kind}`);
}
