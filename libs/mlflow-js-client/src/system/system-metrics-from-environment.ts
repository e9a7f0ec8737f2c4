import type { Environment } from '../client/config-from-environment.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { metricName } from '../recorder/metric-name.ts';
import type { SystemMetricsSettings } from './system-metrics.ts';

/**
 * How to sample the machine, out of MLflow's own variables: `MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING`,
 * `MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL` (seconds, 10), `_SAMPLES_BEFORE_LOGGING` (1), `_NODE_ID`. Undefined unless
 * enabled.
 *
 * @example systemMetricsFromEnvironment({ MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: 'true' })?.intervalMs
 * // => 10000
 */
export function systemMetricsFromEnvironment(env: Environment): SystemMetricsSettings | undefined {
  const enabled = ['1', 'true'].includes(env.MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING?.toLowerCase() ?? '');
  if (!enabled) return undefined;
  const node = env.MLFLOW_SYSTEM_METRICS_NODE_ID;
  const samples = positive(env, 'MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING') ?? 1;
  return {
    intervalMs: 1000 * (positive(env, 'MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL') ?? 10),
    samplesBeforeLogging: Math.ceil(samples),
    nodeId: node ? metricName(node) : undefined,
  };
}

function positive(env: Environment, name: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConfigurationError(name, 'not a number above 0');
}
