import { readSync } from 'node:fs';
import { JournalError } from '../errors/journal-error.ts';
import { chainStart, decodeLine } from './line.ts';

/** A place between two lines. */
export interface Position {
  readonly offset: number;
  readonly lines: number;
  readonly hash: string;
}

export const journalStart: Position = Object.freeze({ offset: 0, lines: 0, hash: chainStart });

/** What a process that died while writing left behind the last whole line. */
export interface TornTail {
  readonly offset: number;
  readonly bytes: number;
}

export interface JournalLine {
  readonly value: unknown;
  /** just behind this line */
  readonly end: Position;
}

const chunkBytes = 1 << 20;

/**
 * The lines of an open file from a position on, checked against the hash chain. A last line that is not whole ends
 * the reading and is returned as torn; one that is followed by others is damage, and throws.
 */
export function* readLines(fd: number, from: Position): Generator<JournalLine, TornTail | undefined> {
  let at = from;
  let rest: Buffer = Buffer.alloc(0);
  let readTo = from.offset;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const fill = (): boolean => {
    const count = readSync(fd, chunk, 0, chunkBytes, readTo);
    readTo += count;
    if (count > 0) rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    return count > 0;
  };
  for (;;) {
    const newline = rest.indexOf(10);
    if (newline < 0) {
      if (fill()) continue;
      return rest.length > 0 ? { offset: at.offset, bytes: rest.length } : undefined;
    }
    const decoded = decodeLine(rest.toString('utf8', 0, newline), at.hash);
    if (decoded === undefined) {
      const last = rest.length === newline + 1 && !fill();
      if (last) return { offset: at.offset, bytes: rest.length };
      throw damaged(at.lines + 1);
    }
    rest = rest.subarray(newline + 1);
    at = { offset: at.offset + newline + 1, lines: at.lines + 1, hash: decoded.hash };
    yield { value: decoded.value, end: at };
  }
}

const damaged = (line: number): JournalError =>
  new JournalError(
    'journal',
    `line ${line} is not what was written`,
    'the lines before it are intact: restore the file from a copy, or cut it there and keep the rest aside',
  );
