import { existsSync } from 'node:fs';
import type { MlflowClient } from '../client/mlflow-client.ts';
import type { Batch } from '../endpoints/batch.ts';
import { MlflowError } from '../errors/mlflow-error.ts';
import type { Operation } from '../journal/operation.ts';
import type { JournalEntry } from '../journal/read-journal.ts';
import { hashFile, keptFile } from '../recorder/keep-file.ts';
import { Lanes } from './lanes.ts';
import { addTo, emptyBatch, halvesOf, type PendingBatch } from './pending-batch.ts';
import type { RemoteRuns } from './remote-runs.ts';
import type { Skipped } from './sync-state.ts';
import { uploadMemory } from './upload-memory.ts';

const metricsInRequest = 1000;

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;

/**
 * Applies a journal's operations to a server: in order for each run, for several runs at once. Every effect is one that
 * may happen twice: metrics by MLflow's primary key with their journaled time, params, tags, inputs and files by name,
 * runs by tag.
 */
export class Replay {
  readonly skipped: Skipped[] = [];
  metrics = 0;
  artifacts = 0;
  #waiting = 0;
  readonly #folder: string;
  readonly #client: MlflowClient;
  readonly #runs: RemoteRuns;
  readonly #pending = new Map<string, PendingBatch>();
  /** runs the server will take nothing for, with the reason */
  readonly #lost = new Map<string, string>();
  readonly #lanes: Lanes;
  /** a child is made after its parent, whose id it names */
  readonly #starting = new Map<string, Promise<void>>();

  constructor(
    folder: string,
    client: MlflowClient,
    { runs, inFlight }: { runs: RemoteRuns; inFlight: number },
  ) {
    this.#folder = folder;
    this.#client = client;
    this.#runs = runs;
    this.#lanes = new Lanes(inFlight);
  }

  /** Metrics joined to requests that were not handed over yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when the next may come; what was asked is on its way. */
  async apply({ operation, end }: JournalEntry): Promise<void> {
    this.#hand(operation, end.lines);
    await this.#lanes.room();
  }

  /** Resolves when the server has taken, or refused, all that was applied. */
  async flush(): Promise<void> {
    for (const batch of this.#pending.values()) this.#send(batch);
    await this.#lanes.idle();
    this.#starting.clear();
  }

  #hand(operation: Operation, line: number): void {
    const { run } = operation;
    const enter = (send: (runId: string) => Promise<void>): void =>
      this.#lanes.enter(run, () => this.#orSkip(operation, line, send));
    if (operation.kind === 'start') this.#start(operation);
    else if (operation.kind === 'inputs') enter((id) => this.#client.runs.logInputs(id, operation.datasets));
    else if (operation.kind === 'artifact') enter(() => this.#upload(operation, line));
    else if (operation.kind === 'end') {
      const batch = this.#pending.get(run);
      if (batch) this.#send(batch);
      const { status, endTime } = operation;
      enter((id) => this.#client.runs.update(id, { status, endTime }));
    } else this.#join(operation, line);
  }

  #start(operation: Of<'start'>): void {
    const { run, parent } = operation;
    if (this.#runs.get(run)) return;
    const made = new Promise<void>((resolve, reject) => {
      this.#lanes.enter(run, async () => {
        try {
          // Handed over before, therefore under way or done. Where it fails the child must not be made without it.
          if (parent !== undefined) await this.#starting.get(parent);
          await this.#runs.ensure(operation);
          resolve();
        } catch (error) {
          reject(error);
          throw error;
        }
      });
    });
    made.catch(() => {});
    this.#starting.set(run, made);
  }

  #join(operation: Of<'params' | 'metrics' | 'tags'>, line: number): void {
    const batch = this.#pending.get(operation.run) ?? emptyBatch(operation.run);
    this.#pending.set(operation.run, batch);
    addTo(batch, operation, line);
    if (operation.kind === 'metrics') this.#waiting += operation.metrics.length;
    if (batch.metrics.length >= metricsInRequest) this.#send(batch);
  }

  #send(batch: PendingBatch): void {
    this.#pending.delete(batch.run);
    this.#waiting -= batch.metrics.length;
    this.#lanes.enter(batch.run, async () => {
      await this.#sendPart(batch, batch);
      this.metrics += batch.metrics.length;
    });
  }

  /** One value the server refuses must not take the others of its request with it. */
  async #sendPart(whole: PendingBatch, part: Batch): Promise<void> {
    const what = { kind: 'values', run: whole.run } as const;
    await this.#orSkip(
      what,
      whole.line,
      (id) => this.#client.runs.logBatch(id, part),
      async () => {
        const halves = halvesOf(part);
        for (const half of halves) await this.#sendPart(whole, half);
        return halves.length > 0;
      },
    );
  }

  async #upload(operation: Of<'artifact'>, line: number): Promise<void> {
    const run = this.#runs.get(operation.run);
    const file = operation.localPath ?? keptFile(this.#folder, operation.sha256);
    if (!run) return;
    if (!existsSync(file)) return this.#skip(operation, line, `${operation.path}: the file is gone`);
    if (hashFile(file).sha256 !== operation.sha256)
      return this.#skip(operation, line, `${operation.path}: the file changed after it was logged`);
    const memory = uploadMemory(
      this.#folder,
      `${this.#client.trackingUri} ${run.artifactUri} ${operation.path}`,
    );
    await this.#client.artifacts.uploadFile(run, file, operation.path, { memory });
    this.artifacts += 1;
  }

  async #orSkip(
    operation: { kind: string; run: string },
    line: number,
    send: (runId: string) => Promise<void>,
    insteadOfSkipping: () => Promise<boolean> = async () => false,
  ): Promise<void> {
    const run = this.#runs.get(operation.run);
    const lost = run ? this.#lost.get(operation.run) : 'the run is no longer on the server';
    if (lost !== undefined || run === undefined) return this.#skip(operation, line, lost ?? '');
    try {
      await send(run.runId);
    } catch (error) {
      if (!refused(error)) throw error;
      const gone = await this.#gone(run.runId);
      if (gone) this.#lost.set(operation.run, gone);
      else if (await insteadOfSkipping()) return;
      this.#skip(operation, line, gone ?? error.message);
    }
  }

  async #gone(runId: string): Promise<string | undefined> {
    try {
      const run = await this.#client.runs.get(runId);
      return run.lifecycleStage === 'deleted' ? 'the run was deleted on the server' : undefined;
    } catch (error) {
      if (refused(error)) return 'the run is no longer on the server';
      throw error;
    }
  }

  #skip(operation: { kind: string; run: string }, line: number, because: string): void {
    this.skipped.push({ line, run: operation.run, what: operation.kind, because });
  }
}

/** The server understood, and will not take it however often it is sent. */
function refused(error: unknown): error is MlflowError {
  const final = ['INVALID_PARAMETER_VALUE', 'INVALID_STATE', 'RESOURCE_DOES_NOT_EXIST', 'BAD_REQUEST'];
  return error instanceof MlflowError && !error.retryable && final.includes(error.code);
}
