import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BusyError } from '../errors/busy-error.ts';
import { JournalError } from '../errors/journal-error.ts';
import { openJournal } from './journal.ts';
import type { Operation } from './operation.ts';
import { journalFile, readEntries, readHeader } from './read-journal.ts';
import { journalStart, type TornTail } from './read-lines.ts';

const operations: readonly Operation[] = [
  { kind: 'start', run: 'a', name: 'Wilms é', tags: { site: 'x' }, startTime: 1 },
  { kind: 'metrics', run: 'a', metrics: [{ key: 'loss', value: 'NaN', step: 0, timestamp: 2 }] },
  { kind: 'params', run: 'a', params: { seed: '7' } },
  { kind: 'end', run: 'a', status: 'FINISHED', endTime: 3 },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = { experiment: 'e', id: 'j', fsync: 'never' } as const;

function write(list: readonly Operation[] = operations): Buffer {
  const journal = openJournal(folder, options);
  for (const operation of list) journal.append(operation);
  journal.close();
  return readFileSync(journalFile(folder));
}

function read(): { found: Operation[]; torn: TornTail | undefined } {
  const found: Operation[] = [];
  const entries = readEntries(folder, journalStart);
  let next = entries.next();
  for (; !next.done; next = entries.next()) found.push(next.value.operation);
  return { found, torn: next.value };
}

describe('a journal', () => {
  test('gives back what was appended, line by line JSON', () => {
    const lines = write().toString('utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).op)).toEqual([
      { kind: 'journal', version: 1, id: 'j', experiment: 'e' },
      ...operations,
    ]);
    expect(read()).toEqual({ found: operations, torn: undefined });
    expect(readHeader(folder)?.header.experiment).toBe('e');
  });

  test('goes on where it was left, with the same bytes as written at once', () => {
    const atOnce = write();
    rmSync(journalFile(folder));
    write(operations.slice(0, 2));
    expect(write(operations.slice(2)).equals(atOnce)).toBe(true);
  });

  test('is written by one process at a time and by one experiment', () => {
    const journal = openJournal(folder, options);
    expect(() => openJournal(folder, options)).toThrow(BusyError);
    journal.close();
    expect(() => openJournal(folder, { experiment: 'other' })).toThrow(
      'journal: belongs to another experiment',
    );
    expect(() => journal.append(operations[0]!)).toThrow('journal: closed');
    openJournal(folder, options).close();
  });

  test('resumes reading from any position', () => {
    write();
    const all = [...readEntries(folder, journalStart)];
    for (const [index, { end }] of all.entries())
      expect([...readEntries(folder, end)].map(({ operation }) => operation)).toEqual(
        operations.slice(index + 1),
      );
  });
});

describe('a journal cut at any byte', () => {
  test('keeps its whole lines, reports the torn one, sets it aside and goes on', () => {
    const whole = write();
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
    for (let size = 0; size < whole.length; size++) {
      rmSync(folder, { recursive: true });
      openJournal(folder, options).close();
      writeFileSync(journalFile(folder), whole.subarray(0, size));
      const kept = ends.filter((end) => end <= size);
      const offset = kept.at(-1) ?? 0;
      const torn = size > offset ? { offset, bytes: size - offset } : undefined;
      expect(read()).toEqual({ found: operations.slice(0, Math.max(0, kept.length - 1)), torn });

      const journal = openJournal(folder, options);
      expect(journal.torn).toEqual(torn);
      for (const operation of operations.slice(Math.max(0, kept.length - 1))) journal.append(operation);
      journal.close();
      expect(readFileSync(journalFile(folder)).equals(whole)).toBe(true);
      const aside = readdirSync(folder).filter((name) => name.startsWith('torn-'));
      expect(aside).toEqual(torn ? [`torn-${offset}.bin`] : []);
    }
  });
});

describe('a journal with a changed byte', () => {
  test('is damage before the last line, and a torn tail in it; never taken for good', () => {
    const whole = write();
    // The newline before the last line joins the two: one unfinished line, too.
    const lastLine = whole.lastIndexOf(10, whole.length - 2);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ 1;
      writeFileSync(journalFile(folder), changed);
      if (at < lastLine) expect(read, `byte ${at}`).toThrow(JournalError);
      else expect(read().torn, `byte ${at}`).toBeDefined();
    }
  });

  test('lines removed or exchanged show', () => {
    const lines = write().toString('utf8').trim().split('\n');
    const without = lines.filter((_, index) => index !== 2);
    const exchanged = [lines[0], lines[2], lines[1], lines[3], lines[4]];
    for (const edited of [without, exchanged]) {
      writeFileSync(journalFile(folder), `${edited.join('\n')}\n`);
      expect(read).toThrow(/journal: line \d is not what was written/);
    }
  });
});
