import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { ServerEnvironmentError } from '../errors/server-environment-error.ts';
import { processIdentity } from '../journal/process-identity.ts';
import { takeLock } from '../journal/process-lock.ts';
import { writeAtomically } from '../journal/write-atomically.ts';
import type { ProvisionedServer } from './provision-server.ts';
import { readRecord, recordFile, type ServerRecord, serverStatus } from './server-record.ts';
import { stopServer } from './stop-server.ts';

export interface StartServerOptions {
  /** holds the database, the artifacts, the log and `server.json` */
  readonly folder: string;
  readonly provisioned: ProvisionedServer;
  /** a database as SQLAlchemy names it (its Python driver must be there); by default sqlite in the folder */
  readonly storeUri?: string;
  /** by default the folder's last one where it is free, else any free one */
  readonly port?: number;
  readonly onProgress?: (message: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunningServer extends ServerRecord {
  readonly folder: string;
  /** it was running before */
  readonly found: boolean;
  stop(): Promise<void>;
}

const patienceMs = 120_000;
const pollMs = 200;

/**
 * Starts a tracking server on this machine alone (127.0.0.1, sqlite, artifacts through its proxy) and waits until it
 * answers. It outlives this process; `stop` ends it by its process group. One that runs already is handed over.
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const folder = resolve(options.folder);
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  const release = takeLock(join(folder, 'start.lock'), 'mlflow server');
  try {
    const running = serverStatus(folder);
    if (running) return handleOf(folder, running, true);
    return handleOf(folder, await launch(folder, options), false);
  } finally {
    release();
  }
}

function handleOf(folder: string, record: ServerRecord, found: boolean): RunningServer {
  const stop = async (): Promise<void> => {
    await stopServer(folder);
  };
  return Object.freeze({ ...record, folder, found, stop });
}

async function launch(folder: string, options: StartServerOptions): Promise<ServerRecord> {
  const port = await freePort(options.port, readRecord(folder)?.port);
  const { python, version } = options.provisioned;
  options.onProgress?.(`starting mlflow ${version} on port ${port}`);
  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(python, serverArguments(folder, port, options.storeUri), {
    cwd: folder,
    env: serverEnvironment(options.env ?? process.env),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const pid = await spawned(child);
  const uri = `http://127.0.0.1:${port}`;
  const record = { pid, started: processIdentity(pid) ?? '', port, uri, version };
  writeAtomically(recordFile(folder), `${JSON.stringify(record, null, 1)}\n`);
  try {
    await healthy(child, uri, folder);
  } catch (error) {
    await stopServer(folder);
    throw error;
  }
  return record;
}

function serverArguments(folder: string, port: number, storeUri: string | undefined): string[] {
  const store = storeUri ?? `sqlite:///${join(folder, 'mlflow.db')}`;
  const where = ['--host', '127.0.0.1', '--port', String(port), '--workers', '2'];
  const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
  return ['-m', 'mlflow', 'server', '--backend-store-uri', store, ...artifacts, ...where];
}

function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = (name: string): boolean => /^(MLFLOW_|_MLFLOW_|PYTHONPATH$|PYTHONHOME$)/.test(name);
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !foreign(name))),
    // Background jobs are ten processes and 2.3 GB that tracking does not need.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    // The default pool of sqlite connections loses requests under parallel writers.
    MLFLOW_SQLALCHEMYSTORE_POOLCLASS: 'NullPool',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    PYTHONUNBUFFERED: '1',
  };
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    child.once('spawn', () => done(child.pid as number));
    child.once('error', (error) =>
      fail(
        new ServerEnvironmentError(
          'mlflow server',
          `could not be started (${(error as NodeJS.ErrnoException).code})`,
          'remove its cache folder and provision it again',
        ),
      ),
    );
  });
}

async function healthy(child: ChildProcess, uri: string, folder: string): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(`${uri}/health`)) return;
    await wait(pollMs);
  }
  const log = readFileSync(join(folder, 'server.log'), 'utf8').trim().split('\n').at(-1) ?? '';
  throw new ServerEnvironmentError(
    'mlflow server',
    `did not come up (${log.slice(0, 200)})`,
    `read ${join(folder, 'server.log')}`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 2000, bodyTimeout: 2000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function freePort(asked: number | undefined, last: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if ((await portOf(asked)) !== undefined) return asked;
    throw new ServerEnvironmentError('mlflow server', `port ${asked} is taken`, 'name another port');
  }
  const again = last === undefined ? undefined : await portSoon(last);
  return again ?? ((await portOf(0)) as number);
}

/** A server that was killed a moment ago may hold its port a little longer, and keeps its address all the same. */
async function portSoon(last: number): Promise<number | undefined> {
  for (let waited = 0; waited < 2000; waited += 100) {
    const free = await portOf(last);
    if (free !== undefined) return free;
    await wait(100);
  }
  return undefined;
}

/** The port if it can be listened on; 0 stands for any. */
function portOf(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
