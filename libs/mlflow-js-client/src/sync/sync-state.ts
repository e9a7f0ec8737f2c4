import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalStart, type Position } from '../journal/read-lines.ts';
import { writeAtomically } from '../journal/write-atomically.ts';

/** An operation the server will never take, and why. */
export interface Skipped {
  /** line of the journal */
  readonly line: number;
  readonly run: string;
  readonly what: string;
  readonly because: string;
}

/** How far one server has got with a journal. */
export interface ServerState {
  readonly experimentId: string | undefined;
  readonly position: Position;
  /** ids of the server by keys of the journal */
  readonly runs: Readonly<Record<string, string>>;
  readonly skipped: readonly Skipped[];
}

export const nothingSynced: ServerState = Object.freeze({
  experimentId: undefined,
  position: journalStart,
  runs: Object.freeze({}),
  skipped: Object.freeze([]),
});

const stateFile = (folder: string): string => join(folder, 'sync.json');

/** States by tracking address. A file that cannot be read counts as none: replaying from the start changes nothing. */
export function readStates(folder: string): Readonly<Record<string, ServerState>> {
  try {
    const file = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as {
      servers?: Record<string, ServerState>;
    };
    return file.servers ?? {};
  } catch {
    return {};
  }
}

export function writeState(folder: string, trackingUri: string, state: ServerState): void {
  const servers = { ...readStates(folder), [trackingUri]: state };
  writeAtomically(stateFile(folder), `${JSON.stringify({ version: 1, servers }, null, 1)}\n`);
}
