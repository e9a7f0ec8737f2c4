export type { ClientConfig, Credentials, ProxySettings, TlsSettings } from './client/client-config.ts';
export { configFromEnvironment, type Environment } from './client/config-from-environment.ts';
export { MlflowClient } from './client/mlflow-client.ts';
export { defaultRetryPolicy, type RetryPolicy, retryDelayMs } from './client/retry-policy.ts';
export { safeArtifactPath } from './endpoints/artifact-path.ts';
export type { ArtifactFile, ArtifactPlace, UploadOptions } from './endpoints/artifacts.ts';
export { type Batch, batchLimits, splitBatch } from './endpoints/batch.ts';
export type { Experiment, ExperimentSearch, ViewType } from './endpoints/experiments.ts';
export type {
  LoggedModel,
  LoggedModelSearch,
  LoggedModelStatus,
  NewLoggedModel,
} from './endpoints/logged-models.ts';
export type { SampledHistoryRequest, SampledMetric } from './endpoints/metric-history.ts';
export type { ModelVersion, NewModelVersion, RegistrySearch } from './endpoints/model-versions.ts';
export type { MultipartState, UploadMemory } from './endpoints/multipart-upload.ts';
export type { Page } from './endpoints/pages.ts';
export type { RegisteredModel } from './endpoints/registered-models.ts';
export type { DatasetContext, DatasetInput, Metric, Run, RunStatus } from './endpoints/run.ts';
export type { NewRun, RunSearch, RunUpdate } from './endpoints/runs.ts';
export { BusyError } from './errors/busy-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { JournalError } from './errors/journal-error.ts';
export { isMlflowError, MlflowError, type MlflowErrorCode } from './errors/mlflow-error.ts';
export { RemoteError, type RemoteProblem } from './errors/remote-error.ts';
export { ServerEnvironmentError } from './errors/server-environment-error.ts';
export { type FsyncPolicy, type Journal, type JournalOptions, openJournal } from './journal/journal.ts';
export type { EndStatus, JournalHeader, Operation } from './journal/operation.ts';
export { readEntries, readHeader } from './journal/read-journal.ts';
export { journalStart, type Position, type TornTail } from './journal/read-lines.ts';
export {
  type ColumnType,
  type FlavorValue,
  type ModelColumn,
  type ModelDescription,
  mlModel,
} from './model/ml-model.ts';
export { metricName } from './recorder/metric-name.ts';
export {
  type MetricValue,
  openRecorder,
  type RecorderOptions,
  type RunHandle,
  type RunRecorder,
  type StartOptions,
} from './recorder/recorder.ts';
export { type ProvisionedServer, type ProvisionOptions, provisionServer } from './server/provision-server.ts';
export { defaultServerCache, isProvisioned, mlflowVersion } from './server/server-cache.ts';
export { type ServerRecord, serverStatus } from './server/server-record.ts';
export { type RunningServer, type StartServerOptions, startServer } from './server/start-server.ts';
export { stopServer } from './server/stop-server.ts';
export { type SyncOptions, type SyncProgress, type SyncReport, sync } from './sync/sync.ts';
export type { Skipped } from './sync/sync-state.ts';
export { type SyncStatus, syncStatus } from './sync/sync-status.ts';
export {
  type SystemMetrics,
  type SystemMetricsSettings,
  sampleSystemMetrics,
} from './system/system-metrics.ts';
export { systemMetricsFromEnvironment } from './system/system-metrics-from-environment.ts';
