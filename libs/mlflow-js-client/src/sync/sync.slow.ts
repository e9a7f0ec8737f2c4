import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journaled } from '../../tests/a-story.ts';
import { faultProxy, faults } from '../../tests/fault-proxy.ts';
import { rowsOf } from '../../tests/rows-of.ts';
import { clientOf, serverForTests, type TestServer } from '../../tests/server-for-tests.ts';
import { builtSyncProcess, syncAndKill } from '../../tests/sync-and-kill.ts';
import { defaultServerCache, provisionServer, startServer, sync } from '../index.ts';

let it: TestServer;
let wanted: unknown[];

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')('with a real MLflow server, at length', () => {
  beforeAll(async () => {
    it = await serverForTests();
    await sync(journaled('wanted'), it.client);
    wanted = await rowsOf(it.client, 'wanted');
  }, 600_000);
  afterAll(async () => await it?.close());

  test.each(Object.keys(faults))('every fourth request met by %s: the same rows', async (name) => {
    const experiment = `fault: ${name}`;
    const folder = journaled(experiment);
    const proxy = await faultProxy(it.server.uri, (index) => (index % 4 === 1 ? faults[name] : undefined));
    const client = clientOf(proxy.uri, { timeoutMs: 400 });
    expect(await sync(folder, client)).toMatchObject({ skipped: [] });
    await client.close();
    await proxy.close();
    expect(await rowsOf(it.client, experiment)).toEqual(wanted);
  });

  test.each(Object.keys(faults))('creations of runs met by %s are not doubled', async (name) => {
    const experiment = `creation: ${name}`;
    const folder = journaled(experiment);
    let hit = 0;
    const proxy = await faultProxy(it.server.uri, (_, path) =>
      path.includes('runs/create') && hit++ < 3 ? faults[name] : undefined,
    );
    const client = clientOf(proxy.uri, { timeoutMs: 400 });
    await sync(folder, client);
    await client.close();
    await proxy.close();
    expect(await rowsOf(it.client, experiment)).toEqual(wanted);
  });

  test('a creation that takes effect long after its answer was lost is removed by the next sync', async () => {
    const folder = journaled('late');
    const late: (() => Promise<unknown>)[] = [];
    const proxy = await faultProxy(it.server.uri, (_, path) => {
      if (!path.includes('runs/create') || late.length > 0) return undefined;
      return ({ incoming, forward }) => {
        late.push(forward);
        incoming.socket.destroy();
      };
    });
    const client = clientOf(proxy.uri);
    await sync(folder, client);
    await client.close();
    await late[0]?.();
    await proxy.close();
    expect(await sync(folder, it.client)).toMatchObject({ runsRepaired: 1 });
    expect(await rowsOf(it.client, 'late')).toEqual(wanted);
  });

  test('killed (-9) at each of its first 24 requests, before and after it is done', async () => {
    const script = await builtSyncProcess();
    for (let kill = 0; kill < 24; kill++) {
      const experiment = `killed ${kill}`;
      const folder = journaled(experiment);
      const request = Math.floor(kill / 2);
      await syncAndKill({ script, folder, target: it.server.uri, request, done: kill % 2 === 0 });
      await sync(folder, it.client);
      expect(await rowsOf(it.client, experiment), experiment).toEqual(wanted);
    }
  }, 600_000);

  test('the server killed (-9) in the middle of a sync and started again', async () => {
    const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
    for (const request of [2, 6, 9]) {
      const experiment = `server killed at ${request}`;
      const folder = journaled(experiment);
      const before = it.server;
      const proxy = await faultProxy(before.uri, (index) => {
        if (index !== request) return undefined;
        return ({ forward, incoming }) => {
          forward().catch(() => {});
          process.kill(-before.pid, 'SIGKILL');
          incoming.socket.destroy();
        };
      });
      const client = clientOf(proxy.uri, { limit: 1 });
      await expect(sync(folder, client)).rejects.toThrow();
      await client.close();
      await proxy.close();
      const server = await startServer({ folder: before.folder, provisioned });
      expect(server).toMatchObject({ port: before.port, found: false });
      it = { ...it, server };
      await sync(folder, it.client);
      expect(await rowsOf(it.client, experiment), experiment).toEqual(wanted);
      rmSync(folder, { recursive: true });
    }
  }, 600_000);
});
