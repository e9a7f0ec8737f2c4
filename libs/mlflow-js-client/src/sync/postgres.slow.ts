import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journaled, journalFolder } from '../../tests/a-story.ts';
import { faultProxy, faults } from '../../tests/fault-proxy.ts';
import { hasPostgres, type Postgres, pythonWithDriver, startPostgres } from '../../tests/postgres.ts';
import { rowsOf } from '../../tests/rows-of.ts';
import { clientOf, serverForTests, type TestServer } from '../../tests/server-for-tests.ts';
import { builtSyncProcess, syncAndKill } from '../../tests/sync-and-kill.ts';
import {
  defaultServerCache,
  type MlflowClient,
  openRecorder,
  provisionServer,
  type RunningServer,
  startServer,
  sync,
} from '../index.ts';

let postgres: Postgres;
let server: RunningServer;
let client: MlflowClient;
let wanted: unknown[];
const folder = mkdtempSync(join(tmpdir(), 'mlflow-postgres-'));
const skip = !hasPostgres || process.env.RAREDX_SKIP_MLFLOW === '1';

/** Few connections, shared: what an installation with many writers runs into. */
const crowded = {
  MLFLOW_SQLALCHEMYSTORE_POOLCLASS: 'QueuePool',
  MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: '1',
  MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: '0',
};

async function start(variables?: Record<string, string>): Promise<void> {
  const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
  const python = pythonWithDriver(provisioned, variables);
  server = await startServer({ folder, provisioned: python, storeUri: postgres.uri });
  client = clientOf(server.uri);
}

describe.skipIf(skip)('with PostgreSQL as the store of the server', () => {
  beforeAll(async () => {
    const sqlite: TestServer = await serverForTests();
    await sync(journaled('wanted'), sqlite.client);
    wanted = await rowsOf(sqlite.client, 'wanted');
    await sqlite.close();
    postgres = await startPostgres();
    await start();
  }, 600_000);
  afterAll(async () => {
    await client?.close();
    await server?.stop();
    await postgres?.stop();
    postgres?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the rows are those of sqlite, and a second sync from the start doubles none', async () => {
    const journal = journaled('plain');
    expect(await sync(journal, client)).toMatchObject({ skipped: [], runsCreated: 3 });
    expect(await rowsOf(client, 'plain')).toEqual(wanted);
    rmSync(join(journal, 'sync.json'));
    expect(await sync(journal, client)).toMatchObject({ runsCreated: 0 });
    expect(await rowsOf(client, 'plain')).toEqual(wanted);
  });

  test('every fourth request met by every fault in turn: the same rows', async () => {
    const kinds = Object.values(faults);
    let met = 0;
    const journal = journaled('faults');
    const proxy = await faultProxy(server.uri, (index) =>
      index % 4 === 1 ? kinds[met++ % kinds.length] : undefined,
    );
    const through = clientOf(proxy.uri, { timeoutMs: 2000 });
    expect(await sync(journal, through)).toMatchObject({ skipped: [] });
    await through.close();
    await proxy.close();
    expect(await rowsOf(client, 'faults')).toEqual(wanted);
  });

  test('a sync killed (-9) at requests early and late', async () => {
    const script = await builtSyncProcess();
    for (const request of [2, 5, 8, 11]) {
      const experiment = `killed ${request}`;
      const journal = journaled(experiment);
      const target = server.uri;
      await syncAndKill({ script, folder: journal, target, request, done: request % 2 === 0 });
      await sync(journal, client);
      expect(await rowsOf(client, experiment), experiment).toEqual(wanted);
    }
  });

  test('the database killed (-9) in the middle of a sync and started again', async () => {
    for (const request of [3, 7]) {
      const experiment = `database killed at ${request}`;
      const journal = journaled(experiment);
      const proxy = await faultProxy(server.uri, (index) => {
        if (index !== request) return undefined;
        return async ({ pass }) => {
          await postgres.stop('SIGKILL');
          await pass();
        };
      });
      const through = clientOf(proxy.uri, { limit: 1 });
      await expect(sync(journal, through)).rejects.toMatchObject({ exitCode: 7 });
      await through.close();
      await proxy.close();
      await postgres.start();
      await sync(journal, client);
      expect(await rowsOf(client, experiment), experiment).toEqual(wanted);
    }
  });

  test('a server whose pool of connections is exhausted answers 400, and gets everything again', async () => {
    await client.close();
    await server.stop();
    await start(crowded);
    const journal = journalFolder();
    const recorder = openRecorder({ folder: journal, experiment: 'crowded', fsync: 'never' });
    const runs = Array.from({ length: 8 }, (_, index) =>
      recorder.startRun({ name: `r${index}`, startTime: 1, key: `r${index}` }),
    );
    // Made before the lock is there: else a slow machine comes to the metrics when it is nearly over.
    await sync(journal, client);
    for (const [index, run] of runs.entries()) {
      recorder.logMetrics(run, [{ key: 'loss', value: index, step: 0, timestamp: 1 }]);
      recorder.endRun(run, 'FINISHED', 2);
    }
    recorder.close();
    const refusals: string[] = [];
    const patient = clientOf(server.uri, { onRetry: ({ because }) => refusals.push(because), limit: 30 });
    // Whoever writes a metric waits for the lock, and keeps the one connection of its worker from the others.
    postgres.run('BEGIN; LOCK TABLE metrics IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(45); COMMIT');
    await wait(500);
    const report = await sync(journal, patient, { inFlight: 8 });
    await patient.close();
    expect(refusals.filter((because) => /QueuePool limit/.test(because)).length).toBeGreaterThan(0);
    expect(report).toMatchObject({ skipped: [], metrics: 8 });
    const rows = (await rowsOf(client, 'crowded')) as { histories: { value: number }[]; status: string }[];
    expect(rows.map(({ histories, status }) => [status, ...histories.map(({ value }) => value)])).toEqual(
      Array.from({ length: 8 }, (_, index) => ['FINISHED', index]),
    );
  }, 300_000);
});
