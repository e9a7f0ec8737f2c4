import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';
import {
  type ClientConfig,
  configFromEnvironment,
  defaultServerCache,
  isMlflowError,
  MlflowClient,
  provisionServer,
  RemoteError,
  serverStatus,
  startServer,
  stopServer,
  sync,
  syncStatus,
} from 'mlflow-js-client';
import { createTalk, type Talk } from '../talk.ts';

interface MlflowRequest {
  readonly action: 'up' | 'sync' | 'status' | 'down';
  readonly runs: string;
  readonly port?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `raredx mlflow up | sync | status | down`. */
export async function mlflow(request: MlflowRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const runs = resolve(request.runs);
  const home = join(runs, '.mlflow');
  const say = (result: unknown, line: string) =>
    process.stdout.write(`${request.json ? JSON.stringify(result) : line}\n`);
  if (request.action === 'status') return status(request.runs, home, say);
  if (request.action === 'down') {
    const stopped = await stopServer(home);
    say({ stopped }, stopped ? 'stopped' : 'no server was running');
    return 0;
  }
  if (request.action === 'sync') {
    const config = configFromEnvironment(process.env) ?? localConfig(home);
    if (!config)
      throw new ConfigError(
        'MLFLOW_TRACKING_URI',
        'not set, and no local server is up',
        'set it, or run raredx mlflow up',
      );
    await syncAll(journals(runs), config, talk);
    say({ synced: journals(runs).length }, `synced ${journals(runs).length} journals`);
    return 0;
  }
  const step = talk.step('server');
  const provisioned = await provisionServer({
    cacheFolder: defaultServerCache(process.env),
    onProgress: (line) => talk.line(line),
  });
  const server = await startServer({
    folder: home,
    provisioned,
    ...(request.port ? { port: request.port } : {}),
    onProgress: (line) => talk.line(line),
  });
  step.end(`${server.found ? 'already up' : 'up'} at ${server.uri}`);
  await syncAll(journals(runs), { trackingUri: server.uri }, talk);
  say(server, server.uri);
  return 0;
}

function localConfig(home: string) {
  const server = serverStatus(home);
  return server && { trackingUri: server.uri };
}

/** A journal that is damaged, or in use, does not keep the others from the server; its error comes at the end. */
async function syncAll(folders: readonly string[], config: ClientConfig, talk: Talk): Promise<void> {
  const client = new MlflowClient(config);
  let failure: unknown;
  try {
    for (const folder of folders) {
      const step = talk.step('sync');
      const name = folder.split('/').at(-2);
      try {
        const { runsCreated, metrics, artifacts, skipped } = await sync(folder, client);
        const refused = skipped.length > 0 ? `, ${skipped.length} refused by the server` : '';
        step.end(`${name}: ${runsCreated} runs, ${metrics} metrics, ${artifacts} files${refused}`);
      } catch (error) {
        if (error instanceof RemoteError && !isMlflowError(error)) throw error;
        step.end(`${name}: ${(error as Error).message}`);
        failure ??= error;
      }
    }
  } finally {
    await client.close();
  }
  if (failure !== undefined) throw failure;
}

function journals(runs: string): string[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(runs, entry.name, 'journal'))
    .filter((folder) => existsSync(folder))
    .sort();
}

function status(given: string, home: string, say: (result: unknown, line: string) => void): number {
  const runs = resolve(given);
  if (given !== 'runs' && !existsSync(runs))
    throw new ConfigError(
      '--runs',
      `no such folder (${given})`,
      'name the folder that runs are written into',
    );
  const remote = configFromEnvironment(process.env)?.trackingUri ?? null;
  const server = serverStatus(home) ?? null;
  const folders = journals(runs).map((folder) => ({ folder, ...syncStatus(folder) }));
  const lines = folders.map(({ folder, operations, servers }) => {
    const known = servers.map(({ trackingUri, pending }) => `${trackingUri}: ${pending} to go`);
    return `${folder.split('/').at(-2)}: ${operations} operations; ${known.join('; ') || 'never synced'}`;
  });
  say(
    { server, trackingUri: remote, journals: folders },
    [
      ...(remote === null
        ? []
        : [`runs go to ${remote} (MLFLOW_TRACKING_URI; not asked whether it answers)`]),
      server ? `server up at ${server.uri}` : 'no local server is up',
      ...lines,
    ].join('\n'),
  );
  return 0;
}
