import { existsSync } from 'node:fs';
import type { EndStatus } from '../journal/operation.ts';
import { journalFile, readEntries, readHeader } from '../journal/read-journal.ts';
import { journalStart, type TornTail } from '../journal/read-lines.ts';
import { readStates, type Skipped } from './sync-state.ts';

export interface JournaledRun {
  readonly key: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** undefined while it goes on, or where its process died */
  readonly status: EndStatus | undefined;
}

export interface SyncStatus {
  readonly experiment: string | undefined;
  readonly journalId: string | undefined;
  readonly runs: readonly JournaledRun[];
  readonly operations: number;
  readonly metrics: number;
  readonly artifacts: number;
  readonly torn: TornTail | undefined;
  readonly servers: readonly {
    readonly trackingUri: string;
    readonly experimentId: string | undefined;
    readonly synced: number;
    readonly pending: number;
    readonly skipped: readonly Skipped[];
  }[];
}

/** What a folder's journal holds and how far each server has got with it; reads and checks the whole journal. */
export function syncStatus(folder: string): SyncStatus {
  const begun = existsSync(journalFile(folder)) ? readHeader(folder) : undefined;
  const runs = new Map<string, JournaledRun>();
  const counts = { operations: 0, metrics: 0, artifacts: 0 };
  const entries = begun ? readEntries(folder, journalStart) : undefined;
  let next = entries?.next();
  for (; next && !next.done; next = entries?.next()) {
    const { operation } = next.value;
    counts.operations += 1;
    if (operation.kind === 'metrics') counts.metrics += operation.metrics.length;
    if (operation.kind === 'artifact') counts.artifacts += 1;
    if (operation.kind === 'start') {
      const { run, name, parent } = operation;
      runs.set(run, { key: run, name, parent, status: undefined });
    }
    const ended = operation.kind === 'end' ? runs.get(operation.run) : undefined;
    if (operation.kind === 'end' && ended) runs.set(ended.key, { ...ended, status: operation.status });
  }
  const servers = Object.entries(readStates(folder)).map(([trackingUri, state]) => {
    const synced = Math.max(0, state.position.lines - 1);
    const { experimentId, skipped } = state;
    return { trackingUri, experimentId, synced, pending: counts.operations - synced, skipped };
  });
  return {
    experiment: begun?.header.experiment,
    journalId: begun?.header.id,
    runs: [...runs.values()],
    ...counts,
    torn: next?.done ? next.value : undefined,
    servers,
  };
}
