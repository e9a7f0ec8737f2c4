import type { DatasetInput } from '../endpoints/run.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Operation } from '../journal/operation.ts';

interface RecordedRun {
  readonly name: string;
  readonly params: Map<string, string>;
  /** context by name and digest */
  readonly datasets: Map<string, string>;
}

/** What the journal says so far about its runs: enough to refuse what a server would refuse later. */
export class RecordedRuns {
  readonly #runs = new Map<string, RecordedRun>();

  get count(): number {
    return this.#runs.size;
  }

  nameOf(run: string): string | undefined {
    return this.#runs.get(run)?.name;
  }

  note(operation: Operation): void {
    if (operation.kind === 'start') {
      this.#runs.set(operation.run, { name: operation.name, params: new Map(), datasets: new Map() });
      return;
    }
    const run = this.#get(operation.run);
    if (operation.kind === 'params')
      for (const [key, value] of Object.entries(operation.params)) run.params.set(key, value);
    if (operation.kind === 'inputs')
      for (const dataset of operation.datasets) run.datasets.set(identity(dataset), dataset.context);
  }

  /** The parameters that are new; one that has another value already throws, as MLflow's parameters never change. */
  newParams(run: string, params: Readonly<Record<string, string>>): Record<string, string> {
    const known = this.#get(run).params;
    const changed = Object.keys(params).filter((key) => known.has(key) && known.get(key) !== params[key]);
    if (changed.length > 0)
      throw new ConfigurationError('parameters', `already logged with another value (${changed.join(', ')})`);
    return Object.fromEntries(Object.entries(params).filter(([key]) => !known.has(key)));
  }

  newDatasets(run: string, datasets: readonly DatasetInput[]): DatasetInput[] {
    const known = new Map(this.#get(run).datasets);
    return datasets.filter((dataset) => {
      const context = known.get(identity(dataset));
      known.set(identity(dataset), context ?? dataset.context);
      if (context === undefined || context === dataset.context) return context === undefined;
      throw new ConfigurationError(
        `dataset ${dataset.name}`,
        `logged as ${context} and as ${dataset.context} in one run, of which MLflow keeps the first`,
        'give the partitions digests or names of their own',
      );
    });
  }

  require(run: string): void {
    this.#get(run);
  }

  #get(run: string): RecordedRun {
    const known = this.#runs.get(run);
    if (known) return known;
    throw new ConfigurationError('run', `not started in this journal (${run})`);
  }
}

const identity = (dataset: DatasetInput): string => `${dataset.name}\n${dataset.digest}`;
