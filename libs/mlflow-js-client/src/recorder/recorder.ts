import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { safeArtifactPath } from '../endpoints/artifact-path.ts';
import type { DatasetInput } from '../endpoints/run.ts';
import { wireNumber } from '../endpoints/wire-number.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { type FsyncPolicy, type Journal, openJournal } from '../journal/journal.ts';
import type { EndStatus, Operation } from '../journal/operation.ts';
import type { TornTail } from '../journal/read-lines.ts';
import { hashFile, keepFile } from './keep-file.ts';
import { checkDataset, checkLength, checkTime, valueLimits } from './limits.ts';
import { checkName } from './metric-name.ts';
import { RecordedRuns } from './recorded-runs.ts';

export interface RunHandle {
  /** names the run within its journal */
  readonly key: string;
  readonly name: string;
}

export interface MetricValue {
  readonly key: string;
  readonly value: number;
  /** 0 by default */
  readonly step?: number;
  /** milliseconds since 1970 */
  readonly timestamp: number;
}

export interface StartOptions {
  readonly name: string;
  readonly parent?: RunHandle;
  readonly tags?: Readonly<Record<string, string>>;
  readonly startTime: number;
  /** a process that resumes names its run again by the same key and goes on with it; unique by default */
  readonly key?: string;
}

export interface RunRecorder {
  readonly folder: string;
  readonly torn: TornTail | undefined;
  startRun(options: StartOptions): RunHandle;
  logParams(run: RunHandle, params: Readonly<Record<string, string | number | boolean>>): void;
  logMetrics(run: RunHandle, metrics: readonly MetricValue[]): void;
  setTags(run: RunHandle, tags: Readonly<Record<string, string>>): void;
  logInputs(run: RunHandle, datasets: readonly DatasetInput[]): void;
  /**
   * `artifactPath` is the full name below the run's artifacts (`pack/index.html`), or for a folder the folder's.
   * The journal keeps a copy; `keep: 'reference'` spares it where the file stays as it is until synced.
   */
  logArtifact(
    run: RunHandle,
    localPath: string,
    artifactPath: string,
    options?: { readonly keep?: 'copy' | 'reference' },
  ): void;
  endRun(run: RunHandle, status: EndStatus, endTime: number): void;
  close(): void;
}

export interface RecorderOptions {
  /** of the journal */
  readonly folder: string;
  readonly experiment: string;
  readonly fsync?: FsyncPolicy;
  /** names the journal on servers; a random UUID by default */
  readonly id?: string;
}

/**
 * Records runs into a journal on disk: no call waits for a server or fails because of one. `sync` brings the journal
 * to a server, as often as wanted.
 */
export function openRecorder(options: RecorderOptions): RunRecorder {
  const runs = new RecordedRuns();
  const { folder, ...rest } = options;
  const journal = openJournal(folder, { ...rest, onOperation: (operation) => runs.note(operation) });
  const append = (operation: Operation): void => {
    journal.append(operation);
    runs.note(operation);
  };
  return Object.freeze({
    folder,
    torn: journal.torn,
    startRun: (start: StartOptions) => startRun(runs, append, start),
    logParams: (run: RunHandle, params: Readonly<Record<string, string | number | boolean>>) => {
      const texts = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
      for (const [key, value] of Object.entries(texts)) {
        checkName('parameter', key);
        checkLength(`parameter ${key}`, value, valueLimits.param);
      }
      const added = runs.newParams(run.key, texts);
      if (Object.keys(added).length > 0) append({ kind: 'params', run: run.key, params: added });
    },
    logMetrics: (run: RunHandle, metrics: readonly MetricValue[]) => {
      runs.require(run.key);
      if (metrics.length > 0)
        append({ kind: 'metrics', run: run.key, metrics: metrics.map(journaledMetric) });
    },
    setTags: (run: RunHandle, tags: Readonly<Record<string, string>>) => {
      runs.require(run.key);
      checkTags(tags);
      append({ kind: 'tags', run: run.key, tags: { ...tags } });
    },
    logInputs: (run: RunHandle, datasets: readonly DatasetInput[]) => {
      for (const dataset of datasets) checkDataset(dataset);
      const added = runs.newDatasets(run.key, datasets);
      if (added.length > 0) append({ kind: 'inputs', run: run.key, datasets: added });
    },
    logArtifact: (
      run: RunHandle,
      localPath: string,
      artifactPath: string,
      { keep = 'copy' }: { keep?: 'copy' | 'reference' } = {},
    ) => {
      runs.require(run.key);
      for (const file of filesOf(localPath, safeArtifactPath(artifactPath)))
        append({ kind: 'artifact', run: run.key, path: file.path, ...fileFacts(journal, file.local, keep) });
    },
    endRun: (run: RunHandle, status: EndStatus, endTime: number) => {
      runs.require(run.key);
      checkTime('end of a run', endTime);
      append({ kind: 'end', run: run.key, status, endTime });
    },
    close: () => journal.close(),
  });
}

function startRun(
  runs: RecordedRuns,
  append: (operation: Operation) => void,
  options: StartOptions,
): RunHandle {
  const { name, parent, tags = {}, startTime, key = `run-${runs.count}` } = options;
  const known = runs.nameOf(key);
  if (known !== undefined) return Object.freeze({ key, name: known });
  if (!/^[\w.\-/: ]{1,200}$/.test(key))
    throw new ConfigurationError('run key', 'holds more than letters, digits, spaces and _ . - / :');
  if (parent) runs.require(parent.key);
  checkTags(tags);
  checkTime('start of a run', startTime);
  const descent = parent ? { parent: parent.key } : {};
  append({ kind: 'start', run: key, name, ...descent, tags: { ...tags }, startTime });
  return Object.freeze({ key, name });
}

function journaledMetric({ key, value, step = 0, timestamp }: MetricValue) {
  checkName('metric', key);
  checkTime(`metric ${key}: timestamp`, timestamp);
  return { key, value: wireNumber(value), step, timestamp };
}

function checkTags(tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) {
    checkLength('tag name', key, valueLimits.key);
    checkLength(`tag ${key}`, value, valueLimits.tag);
  }
}

function fileFacts(journal: Journal, local: string, keep: 'copy' | 'reference') {
  if (keep === 'copy') return keepFile(journal.folder, local);
  return { ...hashFile(local), localPath: resolve(local) };
}

function filesOf(local: string, path: string): readonly { local: string; path: string }[] {
  if (!statSync(local).isDirectory()) return [{ local, path }];
  return readdirSync(local)
    .sort()
    .flatMap((name) => filesOf(join(local, name), safeArtifactPath(`${path}/${name}`)));
}
