import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { JournalError } from '../errors/journal-error.ts';
import { encodeLine } from './line.ts';
import type { JournalHeader, Operation } from './operation.ts';
import { takeLock } from './process-lock.ts';
import { headerOf, journalFile } from './read-journal.ts';
import { type JournalLine, journalStart, type Position, readLines, type TornTail } from './read-lines.ts';
import { syncFolder } from './write-atomically.ts';

/**
 * When written lines are forced to the disk. Whatever is chosen, a line is with the operating system when `append`
 * returns, so that no death of the process loses it; this is about power cuts.
 * `lifecycle`: at start, inputs, artifacts and end of a run, and in the background every 256 KiB.
 */
export type FsyncPolicy = 'always' | 'lifecycle' | 'never';

export interface JournalOptions {
  /** needed to begin a journal; must agree with one that exists */
  readonly experiment: string;
  readonly fsync?: FsyncPolicy;
  /** names the journal on servers; a random UUID by default */
  readonly id?: string;
  /** sees each operation that is there already, in order */
  readonly onOperation?: (operation: Operation) => void;
}

const backgroundBytes = 256 * 1024;
const lifecycle: ReadonlySet<Operation['kind']> = new Set(['start', 'inputs', 'artifact', 'end']);

/** An append-only file of operations; one process writes it at a time. */
export class Journal {
  readonly folder: string;
  readonly header: JournalHeader;
  /** what the last writer left unfinished; it was set aside in the folder */
  readonly torn: TornTail | undefined;
  #fd: number;
  #at: Position;
  #dirty = false;
  #unforced = 0;
  #forcing = false;
  readonly #policy: FsyncPolicy;
  readonly #release: () => void;

  constructor(opened: {
    folder: string;
    header: JournalHeader;
    torn: TornTail | undefined;
    fd: number;
    at: Position;
    policy: FsyncPolicy;
    release: () => void;
  }) {
    this.folder = opened.folder;
    this.header = opened.header;
    this.torn = opened.torn;
    this.#fd = opened.fd;
    this.#at = opened.at;
    this.#policy = opened.policy;
    this.#release = opened.release;
  }

  append(operation: Operation): Position {
    if (this.#fd < 0) throw new JournalError('journal', 'closed');
    this.#at = this.#write(operation);
    const force =
      this.#policy === 'always' || (this.#policy === 'lifecycle' && lifecycle.has(operation.kind));
    if (force) this.flush();
    else if (this.#policy === 'lifecycle' && this.#unforced > backgroundBytes) this.#forceInBackground();
    return this.#at;
  }

  /** Forces to the disk all that was appended. */
  flush(): void {
    fsyncSync(this.#fd);
    this.#unforced = 0;
  }

  close(): void {
    if (this.#fd < 0) return;
    const fd = this.#fd;
    this.#fd = -1;
    if (this.#policy !== 'never') fsyncSync(fd);
    if (!this.#forcing) closeSync(fd);
    this.#release();
  }

  #write(operation: Operation): Position {
    const line = encodeLine(operation, this.#at.hash);
    const bytes = Buffer.from(line.text);
    try {
      if (this.#dirty) ftruncateSync(this.#fd, this.#at.offset);
      this.#dirty = true;
      writeWhole(this.#fd, bytes, this.#at.offset);
      this.#dirty = false;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new JournalError(
        'journal',
        `cannot be written (${code})`,
        'free space on the disk; what was appended before is safe',
      );
    }
    this.#unforced += bytes.length;
    return { offset: this.#at.offset + bytes.length, lines: this.#at.lines + 1, hash: line.hash };
  }

  #forceInBackground(): void {
    if (this.#forcing) return;
    this.#forcing = true;
    this.#unforced = 0;
    const fd = this.#fd;
    fsync(fd, () => {
      this.#forcing = false;
      if (this.#fd < 0) closeSync(fd);
    });
  }
}

/**
 * Opens the journal of a folder for writing, or begins one. Everything in it is checked first; a torn last line is
 * set aside and reported as `torn`, damage before it throws a `JournalError`.
 */
export function openJournal(folder: string, options: JournalOptions): Journal {
  mkdirSync(folder, { recursive: true });
  const release = takeLock(join(folder, 'writer.lock'), 'journal');
  try {
    const fd = openSync(journalFile(folder), 'a+');
    closeSync(fd);
    return openLocked(folder, options, release);
  } catch (error) {
    release();
    throw error;
  }
}

function openLocked(folder: string, options: JournalOptions, release: () => void): Journal {
  const fd = openSync(journalFile(folder), 'r+');
  try {
    const found = readAll(fd, options.onOperation);
    if (found.torn) setAside(folder, fd, found.torn);
    const begun = found.header ? { header: found.header, at: found.at } : begin(folder, fd, options);
    if (begun.header.experiment !== options.experiment)
      throw new JournalError(
        'journal',
        'belongs to another experiment',
        'use a folder of its own for each experiment',
      );
    const { torn } = found;
    return new Journal({ folder, fd, torn, release, policy: options.fsync ?? 'lifecycle', ...begun });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readAll(fd: number, onOperation: JournalOptions['onOperation']) {
  const lines = readLines(fd, journalStart);
  let header: JournalHeader | undefined;
  let at = journalStart;
  for (;;) {
    const next: IteratorResult<JournalLine, TornTail | undefined> = lines.next();
    if (next.done) return { header, at, torn: next.value };
    at = next.value.end;
    if (header === undefined) header = headerOf(next.value.value);
    else onOperation?.(next.value.value as Operation);
  }
}

function setAside(folder: string, fd: number, torn: TornTail): void {
  const bytes = Buffer.alloc(torn.bytes);
  readSync(fd, bytes, 0, torn.bytes, torn.offset);
  writeFileSync(join(folder, `torn-${torn.offset}.bin`), bytes);
  ftruncateSync(fd, torn.offset);
  fsyncSync(fd);
}

function begin(folder: string, fd: number, options: JournalOptions): { header: JournalHeader; at: Position } {
  const { experiment, id = randomUUID() } = options;
  const header: JournalHeader = { kind: 'journal', version: 1, id, experiment };
  const line = encodeLine(header, journalStart.hash);
  const bytes = Buffer.from(line.text);
  writeWhole(fd, bytes, 0);
  fsyncSync(fd);
  syncFolder(folder);
  return { header, at: { offset: bytes.length, lines: 1, hash: line.hash } };
}

function writeWhole(fd: number, bytes: Buffer, offset: number): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(fd, bytes, written, bytes.length - written, offset + written);
}
