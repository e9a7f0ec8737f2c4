import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journalFolder } from '../../tests/a-story.ts';
import { type FaultProxy, faultProxy } from '../../tests/fault-proxy.ts';
import { type S3Server, startS3 } from '../../tests/s3-server.ts';
import { clientOf } from '../../tests/server-for-tests.ts';
import {
  defaultServerCache,
  openRecorder,
  provisionServer,
  type RunningServer,
  startServer,
  sync,
} from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mlflow-s3-'));
const file = join(folder, 'weights.bin');
const bytes = 120 * 2 ** 20;
const parts = Math.ceil(bytes / (16 * 2 ** 20));
let sha256: string;
let s3: S3Server;
let server: RunningServer;
let network: FaultProxy;
/** requests that put a part to the store, and which of them are cut */
let puts = 0;
let cut: (part: number) => boolean = () => false;

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')(
  'a server on an S3 takes a large file in parts',
  () => {
    beforeAll(async () => {
      const content = randomFillSync(Buffer.alloc(bytes));
      sha256 = createHash('sha256').update(content).digest('hex');
      writeFileSync(file, content);
      const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env) });
      s3 = await startS3(provisioned, async (uri) => {
        network = await faultProxy(uri, (_, path) => {
          if (!path.includes('partNumber=')) return undefined;
          puts += 1;
          return cut(puts) ? ({ incoming }) => void incoming.socket.destroy() : undefined;
        });
        return network.uri;
      });
      server = await startServer({ folder, provisioned: s3.provisioned });
    }, 600_000);
    afterAll(async () => {
      await server?.stop();
      await network?.close();
      s3?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('cut off in the middle, the next sync goes on with what is missing', async () => {
      const journal = journalFolder();
      const recorder = openRecorder({ folder: journal, experiment: 'large', fsync: 'never' });
      const run = recorder.startRun({ name: 'large', startTime: 1, key: 'large' });
      recorder.logArtifact(run, file, 'model/weights.bin', { keep: 'reference' });
      recorder.endRun(run, 'FINISHED', 2);
      recorder.close();
      const client = clientOf(server.uri, { limit: 0, timeoutMs: 60_000 });
      cut = (part) => part === 5;
      await expect(sync(journal, client)).rejects.toMatchObject({ exitCode: 7 });
      expect(puts).toBe(5);
      expect(await sync(journal, client)).toMatchObject({ skipped: [], artifacts: 1 });
      expect(puts).toBe(parts + 1);
      const found = await client.experiments.getByName('large');
      const { items } = await client.runs.search({ experimentIds: [found?.experimentId ?? ''] });
      const [place] = items;
      if (!place) throw new Error('no run');
      expect(await client.artifacts.list(place, 'model')).toEqual([
        { path: 'model/weights.bin', isFolder: false, bytes },
      ]);
      const hash = createHash('sha256');
      for await (const chunk of await client.artifacts.read(place, 'model/weights.bin')) hash.update(chunk);
      expect(hash.digest('hex')).toBe(sha256);
      await client.close();
    });
  },
);
