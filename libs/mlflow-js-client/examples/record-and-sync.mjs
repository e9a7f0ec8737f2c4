/** Records two runs while no server is there, starts one, syncs, and prints what it holds. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultServerCache,
  MlflowClient,
  openRecorder,
  provisionServer,
  startServer,
  sync,
} from 'mlflow-js-client';

const folder = mkdtempSync(join(tmpdir(), 'mlflow-example-'));
const tell = (message) => process.stderr.write(`${message}\n`);

const recorder = openRecorder({ folder: join(folder, 'journal'), experiment: 'example' });
const parent = recorder.startRun({ name: 'cross-validation', startTime: Date.now() });
for (let fold = 0; fold < 2; fold++) {
  const run = recorder.startRun({ name: `fold ${fold}`, parent, startTime: Date.now() });
  recorder.logParams(run, { fold, seed: 7 });
  for (let step = 0; step < 10; step++)
    recorder.logMetrics(run, [{ key: 'loss', value: 1 / (step + 1 + fold), step, timestamp: Date.now() }]);
  recorder.endRun(run, 'FINISHED', Date.now());
}
recorder.endRun(parent, 'FINISHED', Date.now());
recorder.close();

const provisioned = await provisionServer({ cacheFolder: defaultServerCache(process.env), onProgress: tell });
const server = await startServer({ folder: join(folder, 'server'), provisioned, onProgress: tell });
const client = new MlflowClient({ trackingUri: server.uri });
try {
  const report = await sync(join(folder, 'journal'), client);
  tell(`synced ${report.operations} operations, ${report.metrics} metrics`);
  for await (const run of client.runs.searchAll({ experimentIds: [report.experimentId] }))
    process.stdout.write(`${run.runName}\t${run.status}\t${run.metrics.map((m) => `${m.key}=${m.value}`)}\n`);
} finally {
  await client.close();
  await server.stop();
}
