import { describe, expect, test } from 'vitest';
import { configFromEnvironment } from './config-from-environment.ts';

const uri = 'https://mlflow.example/prefix/';

describe('the environment', () => {
  test('without a server means journaling alone', () => {
    expect(configFromEnvironment({})).toBeUndefined();
    expect(configFromEnvironment({ MLFLOW_TRACKING_URI: ' ' })).toBeUndefined();
  });

  test('names the server, keeping a path prefix', () => {
    const config = configFromEnvironment({ MLFLOW_TRACKING_URI: uri });
    expect(config?.trackingUri).toBe('https://mlflow.example/prefix');
    expect(config?.credentials).toEqual({ kind: 'none' });
  });

  test('gives a user with a password, in variables or in the address', () => {
    const basic = { kind: 'basic', username: 'ada', password: 'p:w' };
    const variables = { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'p:w' };
    expect(configFromEnvironment({ MLFLOW_TRACKING_URI: uri, ...variables })?.credentials).toEqual(basic);
    const inAddress = configFromEnvironment({ MLFLOW_TRACKING_URI: 'http://ada:p%3Aw@host:5000' });
    expect(inAddress).toMatchObject({ credentials: basic, trackingUri: 'http://host:5000' });
  });

  test('gives a token, TLS files, retries and the timeout in seconds', () => {
    const config = configFromEnvironment({
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_TOKEN: 't',
      MLFLOW_TRACKING_SERVER_CERT_PATH: 'ca.pem',
      MLFLOW_TRACKING_CLIENT_CERT_PATH: 'me.pem',
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
      MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '1.0',
      MLFLOW_HTTP_REQUEST_TIMEOUT: '2.5',
    });
    expect(config).toMatchObject({
      credentials: { kind: 'bearer', token: 't' },
      tls: { insecure: false, caFile: 'ca.pem', clientCertificateFile: 'me.pem' },
      retry: { limit: 0, jitter: 1 },
      timeoutMs: 2500,
    });
  });

  test.each([
    [{ MLFLOW_TRACKING_URI: 'sqlite:///x.db' }, 'MLFLOW_TRACKING_URI: not an http or https address'],
    [{ MLFLOW_TRACKING_URI: 'databricks' }, 'MLFLOW_TRACKING_URI: not an http or https address'],
    [
      { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: 't', MLFLOW_TRACKING_USERNAME: 'u' },
      'MLFLOW_TRACKING_TOKEN: set together with a user name',
    ],
    [
      {
        MLFLOW_TRACKING_URI: uri,
        MLFLOW_TRACKING_INSECURE_TLS: 'true',
        MLFLOW_TRACKING_SERVER_CERT_PATH: 'c',
      },
      'MLFLOW_TRACKING_INSECURE_TLS: set together with MLFLOW_TRACKING_SERVER_CERT_PATH',
    ],
    [
      { MLFLOW_TRACKING_URI: uri, MLFLOW_HTTP_REQUEST_TIMEOUT: '-1' },
      'MLFLOW_HTTP_REQUEST_TIMEOUT: not a number of at least 0',
    ],
  ])('that contradicts itself is refused: %j', (env, message) => {
    expect(() => configFromEnvironment(env)).toThrow(message);
  });
});
