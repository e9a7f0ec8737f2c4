import { type Artifacts, artifactsOf } from '../endpoints/artifacts.ts';
import { type Experiments, experimentsOf } from '../endpoints/experiments.ts';
import { type LoggedModels, loggedModelsOf } from '../endpoints/logged-models.ts';
import { type MetricHistory, metricHistoryOf } from '../endpoints/metric-history.ts';
import { type ModelVersions, modelVersionsOf } from '../endpoints/model-versions.ts';
import { type RegisteredModels, registeredModelsOf } from '../endpoints/registered-models.ts';
import { type Runs, runsOf } from '../endpoints/runs.ts';
import type { RemoteError } from '../errors/remote-error.ts';
import type { ClientConfig } from './client-config.ts';
import { Transport } from './transport.ts';

/**
 * MLflow's REST API 2.0 over kept connections, one namespace an endpoint family. Close it when done.
 *
 * Errors: `MlflowError` where the server says no, `RemoteError` where it cannot be reached or understood.
 */
export class MlflowClient {
  readonly trackingUri: string;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  readonly metricHistory: MetricHistory;
  readonly loggedModels: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  readonly #transport: Transport;

  constructor(config: ClientConfig) {
    const transport = new Transport(config);
    this.#transport = transport;
    this.trackingUri = transport.trackingUri;
    this.experiments = experimentsOf(transport);
    this.runs = runsOf(transport);
    this.artifacts = artifactsOf(transport);
    this.metricHistory = metricHistoryOf(transport);
    this.loggedModels = loggedModelsOf(transport);
    this.registeredModels = registeredModelsOf(transport);
    this.modelVersions = modelVersionsOf(transport);
  }

  /** How many retries the policy allows. */
  get retryLimit(): number {
    return this.#transport.policy.limit;
  }

  /** Waits as the policy says before retry number `attempt`: for callers that retry what the client may not. */
  pause(error: RemoteError, attempt: number): Promise<void> {
    return this.#transport.pause(error, attempt);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}
