import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { JournalError } from '../errors/journal-error.ts';
import type { JournalHeader, Operation } from './operation.ts';
import { journalStart, type Position, readLines, type TornTail } from './read-lines.ts';

export const journalFile = (folder: string): string => join(folder, 'journal.jsonl');

export interface JournalEntry {
  readonly operation: Operation;
  readonly end: Position;
}

/** The header of a journal and the position behind it; undefined where nothing was journaled yet. */
export function readHeader(folder: string): { header: JournalHeader; end: Position } | undefined {
  return withJournal(folder, (fd) => {
    const first = readLines(fd, journalStart).next();
    if (first.done) return undefined;
    return { header: headerOf(first.value.value), end: first.value.end };
  });
}

/** The operations from a position on; the generator returns the torn tail, if there is one. */
export function* readEntries(folder: string, from: Position): Generator<JournalEntry, TornTail | undefined> {
  const fd = openSync(journalFile(folder), 'r');
  try {
    const lines = readLines(fd, from);
    for (;;) {
      const next = lines.next();
      if (next.done) return next.value;
      const { value, end } = next.value;
      if (end.lines > 1) yield { operation: value as Operation, end };
    }
  } finally {
    closeSync(fd);
  }
}

export function headerOf(value: unknown): JournalHeader {
  const header = value as Partial<JournalHeader> | null;
  if (header?.kind === 'journal' && header.version === 1) return header as JournalHeader;
  throw new JournalError('journal', 'not a journal of this version', 'update mlflow-js-client');
}

function withJournal<T>(folder: string, read: (fd: number) => T): T | undefined {
  let fd: number;
  try {
    fd = openSync(journalFile(folder), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}
