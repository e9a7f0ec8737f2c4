import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { openReplicate } from './replicate.mjs';

if (!isMainThread) {
  parentPort.once('message', ({ n, from, to }) => {
    const replicate = openReplicate(n);
    for (let b = 0; b < 50; b++) replicate(b);
    parentPort.postMessage('ready');
    parentPort.once('message', () => {
      for (let b = from; b < to; b++) replicate(b);
      parentPort.postMessage('done');
    });
  });
}

const answer = (worker) => new Promise((resolve) => worker.once('message', resolve));

/** Milliseconds, by the clock and of processor, for `reps` replicates shared between threads warm before the clock starts. */
export async function timeThreads(threads, { n, reps }) {
  const workers = Array.from({ length: threads }, () => new Worker(fileURLToPath(import.meta.url)));
  const ready = workers.map(answer);
  workers.forEach((worker, k) => {
    worker.postMessage({
      n,
      from: Math.round((k * reps) / threads),
      to: Math.round(((k + 1) * reps) / threads),
    });
  });
  await Promise.all(ready);
  const start = performance.now();
  const used = process.cpuUsage();
  const done = workers.map(answer);
  for (const worker of workers) worker.postMessage('go');
  await Promise.all(done);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { wall, cpu: (user + system) / 1000 };
}
