import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ClientConfig, Credentials, ProxySettings, TlsSettings } from './client-config.ts';
import { defaultRetryPolicy } from './retry-policy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The client's settings out of MLflow's own variables, read here and nowhere else:
 * `MLFLOW_TRACKING_URI`, `_USERNAME` with `_PASSWORD` or `_TOKEN`, `_INSECURE_TLS`, `_SERVER_CERT_PATH`,
 * `_CLIENT_CERT_PATH`; `MLFLOW_HTTP_REQUEST_MAX_RETRIES`, `_BACKOFF_FACTOR`, `_BACKOFF_JITTER`, `_TIMEOUT` (seconds);
 * `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`. Undefined where no server is named: then runs are only journaled.
 *
 * @example configFromEnvironment({ MLFLOW_TRACKING_URI: 'http://127.0.0.1:5000' })?.trackingUri
 * // => 'http://127.0.0.1:5000'
 */
export function configFromEnvironment(env: Environment): ClientConfig | undefined {
  const named = env.MLFLOW_TRACKING_URI?.trim();
  if (!named) return undefined;
  const url = serverUrl(named);
  const timeoutSeconds = numberOf(env, 'MLFLOW_HTTP_REQUEST_TIMEOUT');
  return {
    trackingUri: `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, ''),
    credentials: credentialsOf(env, url),
    tls: tlsOf(env),
    proxy: proxyOf(env),
    retry: {
      ...defaultRetryPolicy,
      limit: numberOf(env, 'MLFLOW_HTTP_REQUEST_MAX_RETRIES') ?? defaultRetryPolicy.limit,
      jitter: Math.min(1, numberOf(env, 'MLFLOW_HTTP_REQUEST_BACKOFF_JITTER') ?? defaultRetryPolicy.jitter),
      factor: numberOf(env, 'MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR') ?? defaultRetryPolicy.factor,
    },
    ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
  };
}

function serverUrl(named: string): URL {
  const url = URL.canParse(named) ? new URL(named) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigurationError(
    'MLFLOW_TRACKING_URI',
    'not an http or https address',
    'name a tracking server such as http://127.0.0.1:5000, or leave it unset to journal on disk',
  );
}

function credentialsOf(env: Environment, url: URL): Credentials {
  const username = env.MLFLOW_TRACKING_USERNAME || decodeURIComponent(url.username);
  const password = env.MLFLOW_TRACKING_PASSWORD || decodeURIComponent(url.password);
  const token = env.MLFLOW_TRACKING_TOKEN;
  if (token && username)
    throw new ConfigurationError(
      'MLFLOW_TRACKING_TOKEN',
      'set together with a user name',
      'unset one: a token or a user name with a password',
    );
  if (token) return { kind: 'bearer', token };
  if (username) return { kind: 'basic', username, password };
  return { kind: 'none' };
}

function tlsOf(env: Environment): TlsSettings {
  const insecure = ['1', 'true'].includes(env.MLFLOW_TRACKING_INSECURE_TLS?.toLowerCase() ?? '');
  const caFile = env.MLFLOW_TRACKING_SERVER_CERT_PATH;
  if (insecure && caFile)
    throw new ConfigurationError(
      'MLFLOW_TRACKING_INSECURE_TLS',
      'set together with MLFLOW_TRACKING_SERVER_CERT_PATH',
      'unset one: the certificate is either checked or not',
    );
  const clientCertificateFile = env.MLFLOW_TRACKING_CLIENT_CERT_PATH;
  return {
    insecure,
    ...(caFile ? { caFile } : {}),
    ...(clientCertificateFile ? { clientCertificateFile } : {}),
  };
}

function proxyOf(env: Environment): ProxySettings {
  const http = env.http_proxy || env.HTTP_PROXY;
  const https = env.https_proxy || env.HTTPS_PROXY;
  const no = ['localhost', '127.0.0.1', '::1', env.no_proxy || env.NO_PROXY].filter(Boolean).join(',');
  return { no, ...(http ? { http } : {}), ...(https ? { https } : {}) };
}

function numberOf(env: Environment, name: string): number | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new ConfigurationError(name, 'not a number of at least 0');
}
