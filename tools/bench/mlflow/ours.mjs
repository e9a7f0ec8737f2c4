/** The contestant raredx: one JSON task a line in, one JSON answer a line out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MlflowClient, openRecorder, sync } from 'mlflow-js-client';

const [uri] = process.argv.slice(2);
const client = new MlflowClient({ trackingUri: uri });
const temporary = mkdtempSync(join(tmpdir(), 'bench-mlflow-'));
let journals = 0;

const journal = (experiment) => {
  const folder = join(temporary, String(journals++));
  return { folder, recorder: openRecorder({ folder, experiment }) };
};
const since = (start) => performance.now() - start;

/** Milliseconds of each call, as a training loop meets it. */
function calls({ n, experiment }) {
  const { recorder } = journal(experiment);
  const run = recorder.startRun({ name: 'calls', startTime: Date.now() });
  const times = new Float64Array(n);
  for (let step = 0; step < n; step++) {
    const start = performance.now();
    recorder.logMetrics(run, [{ key: 'loss', value: 1 / (step + 1), step, timestamp: Date.now() }]);
    times[step] = since(start);
  }
  recorder.close();
  return { times: quantiles(times) };
}

function quantiles(times) {
  const sorted = times.toSorted();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) };
}

/** Single-metric calls until the server has all of them. */
async function sustained({ n, experiment }) {
  const { folder, recorder } = journal(experiment);
  const start = performance.now();
  const run = recorder.startRun({ name: 'sustained', startTime: Date.now() });
  for (let step = 0; step < n; step++)
    recorder.logMetrics(run, [{ key: 'loss', value: 1 / (step + 1), step, timestamp: Date.now() }]);
  recorder.endRun(run, 'FINISHED', Date.now());
  recorder.close();
  await sync(folder, client);
  return { perSecond: (1000 * n) / since(start) };
}

async function runs({ n, experiment }) {
  const { folder, recorder } = journal(experiment);
  const start = performance.now();
  for (let index = 0; index < n; index++) {
    const run = recorder.startRun({ name: `run ${index}`, startTime: Date.now(), tags: { site: 'a' } });
    recorder.logParams(run, { learning_rate: 0.01, batch: 32, seed: index, depth: 3, optimizer: 'adam' });
    for (let step = 0; step < 3; step++)
      recorder.logMetrics(
        run,
        ['loss', 'auroc', 'brier'].map((key) => ({ key, value: step / 7, step, timestamp: Date.now() })),
      );
    recorder.endRun(run, 'FINISHED', Date.now());
  }
  recorder.close();
  await sync(folder, client);
  return { perSecond: (1000 * n) / since(start) };
}

/** Metrics a second into the journal alone, calls of `each` metrics. */
function journaled({ n, each, experiment }) {
  const { recorder } = journal(experiment);
  const run = recorder.startRun({ name: 'journal', startTime: Date.now() });
  const start = performance.now();
  for (let step = 0; step < n; step += each) {
    const metrics = Array.from({ length: each }, (_, index) => ({
      key: `loss ${index}`,
      value: 1 / (step + 1),
      step,
      timestamp: Date.now(),
    }));
    recorder.logMetrics(run, metrics);
  }
  recorder.close();
  return { perSecond: (1000 * n) / since(start) };
}

async function batches({ n, experiment }) {
  const experimentId = await client.experiments.create({ name: experiment });
  const { runId } = await client.runs.create({ experimentId, startTime: Date.now() });
  const start = performance.now();
  const metrics = Array.from({ length: n }, (_, step) => ({
    key: 'loss',
    value: 1 / (step + 1),
    step,
    timestamp: Date.now(),
  }));
  await client.runs.logBatch(runId, { metrics });
  return { perSecond: (1000 * n) / since(start) };
}

const tasks = { calls, sustained, runs, journaled, batches };
for await (const text of createInterface({ input: process.stdin })) {
  const { kind, ...task } = JSON.parse(text);
  console.log(JSON.stringify(await tasks[kind](task)));
}
await client.close();
rmSync(temporary, { recursive: true });
