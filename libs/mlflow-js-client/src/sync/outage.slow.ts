import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journalFolder } from '../../tests/a-story.ts';
import { type FaultProxy, faultProxy, faults } from '../../tests/fault-proxy.ts';
import { clientOf, serverForTests, type TestServer } from '../../tests/server-for-tests.ts';
import { type MlflowClient, openRecorder, type RunRecorder, sync, syncStatus } from '../index.ts';

const day = 24 * 3600 * 1000;
const t0 = 1_764_000_000_000;
const folds = 10;
const keys = ['loss', 'auroc', 'brier', 'lr'];
/** fewer for a trial of the test itself */
const steps = Number(process.env.RAREDX_OUTAGE_STEPS ?? 25_000);
const queued = folds * keys.length * steps;

let it: TestServer;

/** A day of training without a server: a million metrics of ten folds, their clock running over the day. */
function dayWithoutServer(folder: string): { callsMs: Float64Array; seconds: number } {
  const recorder: RunRecorder = openRecorder({ folder, experiment: 'a day' });
  const callsMs = new Float64Array(folds * steps);
  const start = performance.now();
  const parent = recorder.startRun({ name: 'parent', startTime: t0, key: 'parent' });
  const runs = Array.from({ length: folds }, (_, fold) =>
    recorder.startRun({ name: `fold ${fold}`, parent, startTime: t0, key: `fold-${fold}` }),
  );
  let call = 0;
  for (let step = 0; step < steps; step++) {
    const timestamp = t0 + Math.floor((day * step) / steps);
    for (const [fold, run] of runs.entries()) {
      const metrics = keys.map((key, index) => ({
        key,
        value: measured(fold, index, step),
        step,
        timestamp,
      }));
      const called = performance.now();
      recorder.logMetrics(run, metrics);
      callsMs[call++] = performance.now() - called;
    }
  }
  for (const run of [...runs, parent]) recorder.endRun(run, 'FINISHED', t0 + day);
  recorder.close();
  return { callsMs: callsMs.sort(), seconds: (performance.now() - start) / 1000 };
}

const measured = (fold: number, key: number, step: number): number =>
  step === 7 && key === 0 ? Number.NaN : (1 + fold + key) / (step + 1);

/** What the server's database holds: all rows, and how many of them differ. */
function counted(experiment: string): { rows: number; distinct: number; wrong: number } {
  return it.python(`
import sqlite3
db = sqlite3.connect(${JSON.stringify(join(it.server.folder, 'mlflow.db'))})
q = '''select m.key, m.value, m.is_nan, m.step, m.timestamp, t.value from metrics m
join runs r on r.run_uuid = m.run_uuid join experiments e on e.experiment_id = r.experiment_id
join tags t on t.run_uuid = r.run_uuid and t.key = 'raredx.run_key' where e.name = ${JSON.stringify(experiment)}'''
keys, seen, rows, wrong = ${JSON.stringify(keys)}, set(), 0, 0
for key, value, nan, step, at, run in db.execute(q):
    rows += 1
    fold, index = int(run.split('-')[1]), keys.index(key)
    seen.add((fold, index, step))
    if at != ${t0} + ${day} * step // ${steps}: wrong += 1
    elif step == 7 and index == 0: wrong += not nan
    elif abs(value - (1 + fold + index) / (step + 1)) > 0: wrong += 1
print(json.dumps({'rows': rows, 'distinct': len(seen), 'wrong': wrong}))`) as ReturnType<typeof counted>;
}

describe.skipIf(process.env.RAREDX_SKIP_MLFLOW === '1')(
  'a day without a server, a million metrics queued',
  () => {
    beforeAll(async () => {
      it = await serverForTests();
    }, 600_000);
    afterAll(async () => await it?.close());

    test('all of it arrives through a bad network and cut-off syncs, nothing lost, nothing doubled', async () => {
      const folder = journalFolder();
      const { callsMs, seconds } = dayWithoutServer(folder);
      expect(syncStatus(folder)).toMatchObject({ metrics: queued, torn: undefined });
      const kinds = Object.entries(faults).filter(([name]) => !name.includes('in time'));
      let met = 0;
      const proxy: FaultProxy = await faultProxy(it.server.uri, (index) =>
        index % 150 === 11 ? kinds[met++ % kinds.length]?.[1] : undefined,
      );
      const begun = performance.now();
      let attempts = 0;
      // Without retries a fault ends the sync, and the next goes on from what was saved.
      const client: MlflowClient = clientOf(proxy.uri, { limit: 0, timeoutMs: 60_000 });
      for (let done = false; !done && attempts < 300; attempts++)
        done = await sync(folder, client).then(
          ({ skipped }) => skipped.length === 0,
          () => false,
        );
      const syncSeconds = (performance.now() - begun) / 1000;
      expect(counted('a day')).toEqual({ rows: queued, distinct: queued, wrong: 0 });
      // Counting took longer than the server keeps a connection: this one has retries.
      const again = clientOf(proxy.uri);
      expect(await sync(folder, again)).toMatchObject({ operations: 0, runsCreated: 0 });
      await again.close();
      const at = (share: number): number => callsMs[Math.floor(share * callsMs.length)] ?? Number.NaN;
      const result = { queued, journalSeconds: seconds, callP99Ms: at(0.99), met, attempts, syncSeconds };
      if (process.env.RAREDX_WRITE_RESULTS)
        writeFileSync(process.env.RAREDX_WRITE_RESULTS, `${JSON.stringify(result, null, 1)}\n`);
      await client.close();
      await proxy.close();
      rmSync(folder, { recursive: true });
    });
  },
);
