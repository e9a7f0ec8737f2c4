import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRetryPolicy } from '../src/client/retry-policy.ts';
import {
  type ClientConfig,
  defaultServerCache,
  MlflowClient,
  provisionServer,
  type RunningServer,
  startServer,
} from '../src/index.ts';

export interface TestServer {
  readonly server: RunningServer;
  readonly client: MlflowClient;
  /** runs Python in the server's environment and parses what it prints; `uri` is defined there */
  python(code: string): unknown;
  close(): Promise<void>;
}

/** A real MLflow server of its own, installed into the user's cache when it is not there yet. */
export async function serverForTests(): Promise<TestServer> {
  const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
  const folder = mkdtempSync(join(tmpdir(), 'mlflow-server-'));
  const server = await startServer({ folder, provisioned });
  const client = clientOf(server.uri);
  return {
    server,
    client,
    python: (code) => {
      const script = `import json, sys\nfrom mlflow import MlflowClient\nuri = sys.argv[1]\nclient = MlflowClient(uri)\n${code}`;
      const options = { encoding: 'utf8', env: { ...process.env, MLFLOW_TRACKING_URI: server.uri } } as const;
      // MLflow may print of its own accord before.
      const printed = execFileSync(provisioned.python, ['-c', script, server.uri], options);
      return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
    },
    close: async () => {
      await client.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Retries as ever, but without the waits. */
export function clientOf(
  trackingUri: string,
  settings: { limit?: number; timeoutMs?: number; onRetry?: NonNullable<ClientConfig['onRetry']> } = {},
): MlflowClient {
  const { limit = defaultRetryPolicy.limit, timeoutMs, onRetry } = settings;
  return new MlflowClient({
    trackingUri,
    retry: { ...defaultRetryPolicy, limit, firstDelayMs: 5, maxDelayMs: 20, maxRetryAfterMs: 20 },
    random: () => 0.5,
    ...(onRetry ? { onRetry } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}
