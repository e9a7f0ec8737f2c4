import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journaled } from '../../tests/a-story.ts';
import { rowsOf } from '../../tests/rows-of.ts';
import { serverPython } from '../../tests/server-python.ts';
import {
  configFromEnvironment,
  defaultServerCache,
  MlflowClient,
  MlflowError,
  provisionServer,
  type RunningServer,
  startServer,
  sync,
} from '../index.ts';

const admin = { kind: 'basic', username: 'admin', password: 'a long password' } as const;
const folder = mkdtempSync(join(tmpdir(), 'mlflow-auth-'));
let server: RunningServer;
const clients: MlflowClient[] = [];
const clientWith = (config: Partial<ConstructorParameters<typeof MlflowClient>[0]>) => {
  const client = new MlflowClient({ trackingUri: server.uri, ...config });
  clients.push(client);
  return client;
};

/** The server's own users: an administrator, and whoever he makes, who may read what is not theirs. */
async function makeUser(username: string, password: string): Promise<void> {
  const pair = Buffer.from(`${admin.username}:${admin.password}`).toString('base64');
  const answer = await fetch(`${server.uri}/api/2.0/mlflow/users/create`, {
    method: 'POST',
    headers: { authorization: `Basic ${pair}`, 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`users/create: ${answer.status} ${await answer.text()}`);
}

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')("with the server's own basic-auth app", () => {
  beforeAll(async () => {
    const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
    const config = join(folder, 'auth.ini');
    writeFileSync(
      config,
      `[mlflow]
default_permission = READ
database_uri = sqlite:///${join(folder, 'auth.db')}
admin_username = ${admin.username}
admin_password = ${admin.password}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
`,
    );
    const python = serverPython(provisioned, {
      packages: ['flask-wtf==1.2.2', 'wtforms==3.3.2'],
      variables: { MLFLOW_AUTH_CONFIG_PATH: config, MLFLOW_FLASK_SERVER_SECRET_KEY: 'of a test' },
      more: ['--app-name', 'basic-auth'],
    });
    server = await startServer({ folder, provisioned: python });
    await makeUser('reader', 'another password');
  }, 600_000);
  afterAll(async () => {
    for (const client of clients) await client.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('without a name, or with a wrong password, it is 401, and not tried again', async () => {
    const retried: string[] = [];
    for (const credentials of [undefined, { ...admin, password: 'wrong' }]) {
      const client = clientWith({
        ...(credentials ? { credentials } : {}),
        onRetry: ({ because }) => retried.push(because),
      });
      const error = await client.experiments.search({}).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(MlflowError);
      expect(error).toMatchObject({ httpStatus: 401, retryable: false, exitCode: 7 });
      expect(error.advice).toContain('MLFLOW_TRACKING_USERNAME');
    }
    expect(retried).toEqual([]);
  });

  test('a journal gets there with the credentials of the environment, files and all', async () => {
    const config = configFromEnvironment({
      MLFLOW_TRACKING_URI: server.uri,
      MLFLOW_TRACKING_USERNAME: admin.username,
      MLFLOW_TRACKING_PASSWORD: admin.password,
    });
    const client = clientWith(config ?? {});
    const journal = journaled('behind a password');
    expect(await sync(journal, client)).toMatchObject({ skipped: [], runsCreated: 3 });
    const rows = await rowsOf(client, 'behind a password');
    expect(rows).toHaveLength(3);
    const nobody = clientWith({});
    await expect(sync(journal, nobody)).rejects.toMatchObject({ httpStatus: 401 });
    expect(await rowsOf(client, 'behind a password')).toEqual(rows);
  });

  test('who may only read reads it, and is told 403 on writing; nothing of it arrives', async () => {
    const reader = clientWith({
      credentials: { kind: 'basic', username: 'reader', password: 'another password' },
    });
    const administrator = clientWith({ credentials: admin });
    const before = await rowsOf(administrator, 'behind a password');
    expect(await rowsOf(reader, 'behind a password')).toEqual(before);
    const error = await sync(journaled('behind a password'), reader).catch((thrown) => thrown);
    expect(error).toMatchObject({ httpStatus: 403, retryable: false });
    expect(await rowsOf(administrator, 'behind a password')).toEqual(before);
  });
});
