import { type MetricValue, sampleSystemMetrics, systemMetricsFromEnvironment } from 'mlflow-js-client';

let sampled: ReturnType<typeof sampleSystemMetrics> | undefined;

/** Begins to sample the machine for this process's run, where `MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING` says so. */
export function beginSystemMetrics(env: NodeJS.ProcessEnv): void {
  const settings = systemMetricsFromEnvironment(env);
  if (settings && sampled === undefined) sampled = sampleSystemMetrics(settings, { now: Date.now });
}

/** What was sampled since; none where none was asked for. */
export function takeSystemMetrics(): readonly MetricValue[] {
  const taken = sampled?.take() ?? [];
  sampled?.stop();
  sampled = undefined;
  return taken;
}
