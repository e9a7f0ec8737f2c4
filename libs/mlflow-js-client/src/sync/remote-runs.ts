import type { MlflowClient } from '../client/mlflow-client.ts';
import type { Run } from '../endpoints/run.ts';
import { RemoteError } from '../errors/remote-error.ts';
import type { Operation } from '../journal/operation.ts';
import { journalTag, parentTag, runKeyTag } from './run-tags.ts';

type Start = Extract<Operation, { kind: 'start' }>;

/** The runs of one journal on one server. */
export class RemoteRuns {
  readonly #client: MlflowClient;
  readonly #experimentId: string;
  readonly #journalId: string;
  readonly #runs = new Map<string, Run>();
  created = 0;
  repaired = 0;

  constructor(client: MlflowClient, experimentId: string, journalId: string) {
    this.#client = client;
    this.#experimentId = experimentId;
    this.#journalId = journalId;
  }

  get(key: string): Run | undefined {
    return this.#runs.get(key);
  }

  ids(): Record<string, string> {
    return Object.fromEntries([...this.#runs].map(([key, run]) => [key, run.runId]));
  }

  /**
   * Finds what the server has. Two active runs of one key can only come from a creation whose answer was lost and
   * which took effect late: the one that is not ours has nothing in it, and is deleted.
   */
  async load(preferred: Readonly<Record<string, string>>): Promise<void> {
    const byKey = new Map<string, Run[]>();
    for await (const run of this.#find(`tags.\`${journalTag}\` = '${this.#journalId}'`)) {
      const key = run.tags[runKeyTag] ?? '';
      byKey.set(key, [...(byKey.get(key) ?? []), run]);
    }
    for (const [key, found] of byKey) {
      const ours = choose(found, preferred[key] ?? this.#runs.get(key)?.runId);
      this.#runs.set(key, ours);
      for (const extra of found.filter((run) => run !== ours && run.lifecycleStage === 'active')) {
        await this.#client.runs.delete(extra.runId);
        this.repaired += 1;
      }
    }
  }

  /** The run of a start operation: the server has no means to refuse a second one, so it is looked for first. */
  async ensure(start: Start): Promise<Run> {
    const known = this.#runs.get(start.run);
    if (known) return known;
    const run = await this.#create(start);
    this.#runs.set(start.run, run);
    return run;
  }

  async #create(start: Start): Promise<Run> {
    const parent = start.parent === undefined ? undefined : this.#runs.get(start.parent);
    const tags = {
      ...start.tags,
      ...(parent ? { [parentTag]: parent.runId } : {}),
      [journalTag]: this.#journalId,
      [runKeyTag]: start.run,
    };
    const options = {
      experimentId: this.#experimentId,
      runName: start.name,
      startTime: start.startTime,
      tags,
    };
    for (let attempt = 0; ; attempt++) {
      try {
        const run = await this.#client.runs.create(options);
        this.created += 1;
        return run;
      } catch (error) {
        const again = error instanceof RemoteError && error.retryable && error.ambiguous;
        if (!again || attempt >= this.#client.retryLimit) throw error;
        await this.#client.pause(error, attempt);
        const found = await this.#findKey(start.run);
        if (found) return found;
      }
    }
  }

  async #findKey(key: string): Promise<Run | undefined> {
    const filter = `tags.\`${journalTag}\` = '${this.#journalId}' AND tags.\`${runKeyTag}\` = '${key}'`;
    for await (const run of this.#find(filter)) return run;
    return undefined;
  }

  #find(filter: string): AsyncGenerator<Run> {
    const { runs } = this.#client;
    return runs.searchAll({ experimentIds: [this.#experimentId], filter, viewType: 'ALL' });
  }
}

function choose(found: readonly Run[], preferred: string | undefined): Run {
  const sorted = [...found].sort((a, b) => weight(b) - weight(a) || (a.runId < b.runId ? -1 : 1));
  return found.find((run) => run.runId === preferred) ?? (sorted[0] as Run);
}

/** Of two candidates the one that already holds something is the one we went on with. */
function weight(run: Run): number {
  const logged = run.metrics.length + run.datasets.length + Object.keys(run.params).length > 0;
  return (logged || run.status !== 'RUNNING' ? 2 : 0) + (run.lifecycleStage === 'active' ? 1 : 0);
}
