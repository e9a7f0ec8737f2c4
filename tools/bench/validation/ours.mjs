/** The contestant raredx: one JSON task a line in, milliseconds of processor a replicate out. */
import { createInterface } from 'node:readline';
import { openReplicate } from './replicate.mjs';

const opened = new Map();
let next = 0;
for await (const text of createInterface({ input: process.stdin })) {
  const { n, reps, line = true, engine, check } = JSON.parse(text);
  const key = `${n} ${line} ${engine}`;
  if (!opened.has(key)) opened.set(key, openReplicate(n, { line, engine }));
  const replicate = opened.get(key);
  if (check) {
    const { counts, ...values } = replicate(next++);
    console.log(JSON.stringify({ ...values, counts: [...counts] }));
    continue;
  }
  const used = process.cpuUsage();
  for (let r = 0; r < reps; r++) replicate(next++);
  const { user, system } = process.cpuUsage(used);
  console.log(JSON.stringify((user + system) / 1000 / reps));
}
