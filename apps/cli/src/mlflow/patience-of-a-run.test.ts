import { type AddressInfo, createServer, type Socket } from 'node:net';
import { configFromEnvironment, MlflowClient } from 'mlflow-js-client';
import { expect, test } from 'vitest';
import { patienceOfARun } from './patience-of-a-run.ts';

const configOf = (env: NodeJS.ProcessEnv) => {
  const named = { MLFLOW_TRACKING_URI: 'http://127.0.0.1:1', ...env };
  return patienceOfARun(configFromEnvironment(named) ?? { trackingUri: '' }, named);
};

test('a run waits a minute for a server that hangs, not a quarter of an hour', () => {
  const { timeoutMs = 0, retry } = configOf({});
  expect((timeoutMs * (1 + (retry?.limit ?? 0))) / 1000).toBe(60);
});

test('what the environment says stands', () => {
  expect(configOf({ MLFLOW_HTTP_REQUEST_TIMEOUT: '7' })).toMatchObject({
    timeoutMs: 7000,
    retry: { limit: 2 },
  });
  expect(configOf({ MLFLOW_HTTP_REQUEST_MAX_RETRIES: '9' }).retry?.limit).toBe(9);
});

test('a server that takes the connection and never answers is given up', async () => {
  const open: Socket[] = [];
  const server = createServer((socket) => open.push(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const trackingUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = configOf({ MLFLOW_HTTP_REQUEST_TIMEOUT: '0.2', MLFLOW_TRACKING_URI: trackingUri });
  let retries = 0;
  const onRetry = () => {
    retries += 1;
  };
  const client = new MlflowClient({ ...config, onRetry, sleep: async () => {} });
  const begun = performance.now();
  await expect(client.experiments.getByName('x')).rejects.toMatchObject({ exitCode: 7 });
  expect(retries).toBe(2);
  expect(performance.now() - begun).toBeLessThan(5000);
  for (const socket of open) socket.destroy();
  await client.close();
  server.close();
});
