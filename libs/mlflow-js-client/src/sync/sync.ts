import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { MlflowClient } from '../client/mlflow-client.ts';
import type { Operation } from '../journal/operation.ts';
import { takeLock } from '../journal/process-lock.ts';
import { journalFile, readEntries, readHeader } from '../journal/read-journal.ts';
import { journalStart, type Position, type TornTail } from '../journal/read-lines.ts';
import { experimentIdOf } from './experiment-of.ts';
import { RemoteRuns } from './remote-runs.ts';
import { Replay } from './replay.ts';
import { nothingSynced, readStates, type ServerState, type Skipped, writeState } from './sync-state.ts';

export interface SyncProgress {
  readonly operations: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface SyncReport {
  readonly trackingUri: string;
  readonly experimentId: string | undefined;
  /** ids of the server by run keys of the journal */
  readonly runs: Readonly<Record<string, string>>;
  /** sent in this sync */
  readonly operations: number;
  readonly metrics: number;
  readonly artifacts: number;
  readonly runsCreated: number;
  /** doubled by a lost answer, and removed */
  readonly runsRepaired: number;
  /** all that this server has refused of the journal */
  readonly skipped: readonly Skipped[];
  /** an unfinished last line: being written, or left by a process that died */
  readonly torn: TornTail | undefined;
  readonly position: Position;
}

export interface SyncOptions {
  /** requests under way at once, of different runs; 4 by default, well below the connections a server pools */
  readonly inFlight?: number;
  readonly onProgress?: (progress: SyncProgress) => void;
}

/** How much a killed sync sends again at most. */
const windowOperations = 5000;
const windowMetrics = 40_000;
const windowArtifacts = 100;
const windowArtifactBytes = 64 * 2 ** 20;

/**
 * Brings a journal to a server, from where the last sync to it ended. Repeating it, or dying in it at any moment and
 * beginning again, ends in the same rows: nothing lost, nothing doubled. One process at a time; the journal may be
 * written meanwhile.
 *
 * @throws RemoteError when the server cannot be reached, after the retries of the client; what got through is kept
 * @throws BusyError when another process syncs this journal
 */
export async function sync(
  folder: string,
  client: MlflowClient,
  options: SyncOptions = {},
): Promise<SyncReport> {
  const begun = readHeader(folder);
  if (begun === undefined) return nothingToSync(client);
  const release = takeLock(join(folder, 'sync.lock'), 'sync');
  try {
    const { header } = begun;
    const before = readStates(folder)[client.trackingUri] ?? nothingSynced;
    const experimentId = await experimentIdOf(client, header, before.experimentId);
    const runs = new RemoteRuns(client, experimentId, header.id);
    await runs.load(before.runs);
    const state = { ...known(before, runs), experimentId };
    const report = await replayAll({ folder, client, runs, state, options });
    // An answer that was lost to a dead predecessor may have taken effect only now.
    if (runs.created > 0) await runs.load(report.runs);
    return { ...report, runsRepaired: runs.repaired };
  } finally {
    release();
  }
}

/** A server that knows none of its runs is another one, or was emptied: everything is due again. */
function known(before: ServerState, runs: RemoteRuns): ServerState {
  const keys = Object.keys(before.runs);
  const emptied = keys.length > 0 && keys.every((key) => runs.get(key)?.runId !== before.runs[key]);
  return emptied ? nothingSynced : before;
}

async function replayAll(given: {
  folder: string;
  client: MlflowClient;
  runs: RemoteRuns;
  state: ServerState;
  options: SyncOptions;
}): Promise<SyncReport> {
  const { folder, client, runs, state, options } = given;
  const replay = new Replay(folder, client, { runs, inFlight: Math.max(1, options.inFlight ?? 4) });
  const skipped = () => [...state.skipped, ...replay.skipped].sort((a, b) => a.line - b.line);
  const totalBytes = statSync(journalFile(folder)).size;
  const from = state.position;
  let position = from;
  let saved = from;
  let window = emptyWindow;
  const save = async (): Promise<void> => {
    await replay.flush();
    if (position.offset === saved.offset) return;
    writeState(folder, client.trackingUri, { ...state, position, runs: runs.ids(), skipped: skipped() });
    saved = position;
    window = emptyWindow;
    const operations = position.lines - from.lines;
    options.onProgress?.({ operations, bytes: position.offset, totalBytes });
  };
  const entries = readEntries(folder, from);
  let next = entries.next();
  for (; !next.done; next = entries.next()) {
    await replay.apply(next.value);
    position = next.value.end;
    window = grown(window, next.value.operation);
    if (isFull(window)) await save();
  }
  await save();
  return {
    trackingUri: client.trackingUri,
    experimentId: state.experimentId,
    runs: runs.ids(),
    operations: Math.max(0, position.lines - Math.max(from.lines, 1)),
    metrics: replay.metrics,
    artifacts: replay.artifacts,
    runsCreated: runs.created,
    runsRepaired: runs.repaired,
    skipped: skipped(),
    torn: next.value,
    position,
  };
}

/** What was handed over since the state was last written. */
interface Window {
  readonly operations: number;
  readonly metrics: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
}

const emptyWindow: Window = Object.freeze({ operations: 0, metrics: 0, artifacts: 0, artifactBytes: 0 });

function grown(window: Window, operation: Operation): Window {
  const file = operation.kind === 'artifact';
  return {
    operations: window.operations + 1,
    metrics: window.metrics + (operation.kind === 'metrics' ? operation.metrics.length : 0),
    artifacts: window.artifacts + (file ? 1 : 0),
    artifactBytes: window.artifactBytes + (file ? operation.bytes : 0),
  };
}

const isFull = ({ operations, metrics, artifacts, artifactBytes }: Window): boolean =>
  operations >= windowOperations ||
  metrics >= windowMetrics ||
  artifacts >= windowArtifacts ||
  artifactBytes >= windowArtifactBytes;

const nothingToSync = ({ trackingUri }: MlflowClient): SyncReport => ({
  trackingUri,
  experimentId: undefined,
  runs: {},
  operations: 0,
  metrics: 0,
  artifacts: 0,
  runsCreated: 0,
  runsRepaired: 0,
  skipped: [],
  torn: undefined,
  position: journalStart,
});
