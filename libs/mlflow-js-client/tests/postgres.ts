import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProvisionedServer } from '../src/index.ts';
import { serverPython } from './server-python.ts';

export const hasPostgres = spawnSync('postgres', ['--version']).status === 0;

const driver = 'psycopg2-binary==2.9.11';

export interface Postgres {
  /** as SQLAlchemy names the database */
  readonly uri: string;
  /** runs SQL in a process of its own, which ends by itself */
  run(sql: string): void;
  /** `SIGKILL` is a crash, `SIGINT` the fast shutdown; the children go with it */
  stop(signal?: 'SIGINT' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  remove(): void;
}

/** A PostgreSQL of its own on 127.0.0.1, its data in a temporary folder. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const args = ['-D', data, '-U', 'mlflow', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  execFileSync('initdb', args, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  let pid: number | undefined;
  const start = async (): Promise<void> => {
    const where = [
      '-D',
      data,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'max_connections=60',
    ];
    const child = spawn('postgres', where, { ...user, cwd: folder, stdio: 'ignore' });
    pid = child.pid;
    const ready = (): boolean =>
      spawnSync('pg_isready', ['-h', '127.0.0.1', '-p', String(port)]).status === 0;
    for (let waited = 0; waited < 60_000 && !ready(); waited += 100) await wait(100);
  };
  const stop = async (signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> => {
    if (pid === undefined) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < 20_000 && existsSync(`/proc/${pid}`); waited += 50) await wait(50);
    pid = undefined;
    // Its children notice that it died, and leave the shared memory.
    if (signal === 'SIGKILL') await wait(1000);
  };
  const run = (sql: string): void => {
    const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'mlflow', '-d', 'postgres', '-c', sql];
    spawn('psql', psql, { stdio: 'ignore' });
  };
  await start();
  const uri = `postgresql+psycopg2://mlflow@127.0.0.1:${port}/postgres`;
  return { uri, run, stop, start, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const idOf = (which: '-u' | '-g'): number =>
  Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** The server's Python with the driver beside it. */
export const pythonWithDriver = (
  provisioned: ProvisionedServer,
  variables: Readonly<Record<string, string>> = {},
): ProvisionedServer => serverPython(provisioned, { packages: [driver], variables });
