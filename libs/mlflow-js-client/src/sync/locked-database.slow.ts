import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journaled } from '../../tests/a-story.ts';
import { faultProxy } from '../../tests/fault-proxy.ts';
import { rowsOf } from '../../tests/rows-of.ts';
import { serverForTests, type TestServer } from '../../tests/server-for-tests.ts';
import { defaultServerCache, MlflowClient, provisionServer, sync } from '../index.ts';

let it: TestServer;
let python: string;
let wanted: unknown[];

/** Somebody else's process (a backup, a shell left open) holds the server's database; resolves when it does. */
async function lockFor(seconds: number): Promise<{ released: Promise<void> }> {
  const script = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
db.execute('BEGIN EXCLUSIVE')
print('held', flush=True)
time.sleep(float(sys.argv[2]))
db.execute('ROLLBACK')`;
  const path = join(it.server.folder, 'mlflow.db');
  const child = spawn(python, ['-c', script, path, String(seconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const released = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise((held) => child.stdout.once('data', held));
  return { released };
}

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')(
  'the sqlite of the server locked from outside',
  () => {
    beforeAll(async () => {
      ({ python } = await provisionServer({ cacheFolder: defaultServerCache(process.env) }));
      it = await serverForTests();
      await sync(journaled('wanted'), it.client);
      wanted = await rowsOf(it.client, 'wanted');
    }, 600_000);
    afterAll(async () => await it?.close());

    test.each([
      ['before it begins', -1, 2],
      ['before it begins', -1, 45],
      ['in the middle', 5, 25],
      ['in the middle', 9, 45],
    ])('%s (request %i), for %i s: the same rows', { timeout: 400_000 }, async (_, request, seconds) => {
      const experiment = `locked at ${request} for ${seconds}`;
      const journal = journaled(experiment);
      let released = request < 0 ? (await lockFor(seconds)).released : undefined;
      const proxy = await faultProxy(it.server.uri, (index) => {
        if (index !== request) return undefined;
        return async ({ pass }) => {
          released = (await lockFor(seconds)).released;
          await pass();
        };
      });
      // As people have it: with the waits, and a sync that may end in an error of which the next knows nothing.
      const client = new MlflowClient({ trackingUri: proxy.uri });
      let syncs = 0;
      for (let done = false; !done && syncs < 20; syncs++)
        done = await sync(journal, client).then(
          ({ skipped }) => {
            expect(skipped).toEqual([]);
            return true;
          },
          (error) => {
            expect(error).toMatchObject({ exitCode: 7, retryable: true });
            return false;
          },
        );
      await released;
      expect(released).toBeDefined();
      expect(await sync(journal, client)).toMatchObject({ operations: 0, runsCreated: 0 });
      await client.close();
      await proxy.close();
      expect(await rowsOf(it.client, experiment)).toEqual(wanted);
    });
  },
);
