import type { ClientConfig } from 'mlflow-js-client';

/**
 * How long a run that is done waits for a server that does not answer: the journal keeps everything, and `raredx mlflow
 * sync` has all the patience of MLflow's own defaults (12 minutes for a server that hangs). What the environment says
 * stands.
 */
export function patienceOfARun(config: ClientConfig, env: NodeJS.ProcessEnv): ClientConfig {
  const { retry, timeoutMs = 20_000 } = config;
  if (!retry || env.MLFLOW_HTTP_REQUEST_MAX_RETRIES) return { ...config, timeoutMs };
  return { ...config, timeoutMs, retry: { ...retry, limit: 2, maxRetryAfterMs: 10_000 } };
}
