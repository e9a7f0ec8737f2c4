import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openRuntime, writeSafetensors } from '@raredx/runtime';
import { trainModel } from '../src/loop/train-model.ts';
import { traineeOf } from '../src/loop/trainee.ts';
import { toyNetwork, toyPatients, toySource } from './toy.ts';

/**
 * A training in a process of its own that kills itself: after `KILL_AT` events, which are optimizer steps and the
 * system calls that write checkpoints, before and after each. `node <this> <folder>`; prints the hash of its weights.
 */
let events = 0;
const killAt = Number(process.env.KILL_AT ?? Number.POSITIVE_INFINITY);
const event = () => {
  events += 1;
  if (events === killAt) process.kill(process.pid, 'SIGKILL');
};
for (const name of ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync'] as const) {
  const real = fs[name] as (...values: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...values: unknown[]) => {
      event();
      const result = real(...values);
      event();
      return result;
    },
  });
}
const folder = process.argv[2] ?? '';
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

async function train(): Promise<void> {
  const runtime = await openRuntime({ deterministic: true });
  // only from here on: what is to be survived is the training, not the start of the process
  events = 0;
  syncBuiltinESMExports();
  const { tf } = runtime;
  const result = await trainModel({
    ...{
      runtime,
      model: traineeOf(runtime, toyNetwork(tf)),
      data: toySource(tf, toyPatients(40, 1)),
      seed: 0,
    },
    ...{ objective: { kind: 'binary' }, optimizer: { kind: 'adam' }, clipNorm: 1, epochs: 2, batchSize: 14 },
    tuning: toySource(tf, toyPatients(20, 2)),
    earlyStopping: { patience: 3 },
    schedule: { kind: 'cosine', rate: 0.03, warmUp: 0.5 },
    checkpoint: { folder, inputs: 'toy', everySteps: 2 },
    onProgress: ({ epoch, step }) => {
      process.stdout.write(`step ${epoch} ${step}\n`);
      event();
    },
    signal: controller.signal,
  });
  const weights = createHash('sha256').update(writeSafetensors(result.weights)).digest('hex');
  process.stdout.write(
    `${JSON.stringify({ weights, history: result.history, events, kind: runtime.kind })}\n`,
  );
}

train().catch((error: Error & { exitCode?: number }) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
});
