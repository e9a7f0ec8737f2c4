import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A program that measures itself: reads one JSON task a line and answers one JSON line. It stays open, so that the
 * rounds of several contestants can be interleaved without paying for their start.
 */
export function openContestant(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    async ask(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`bench: ${command} ended without an answer`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}

const sorted = (values) => values.toSorted((a, b) => a - b);
export const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** Rounds in turn: what slows the machine for a while slows everybody. Minimum and median over the rounds, ms. */
export async function interleave(contestants, rounds) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(contestants)) times[name].push(await run(round));
  return Object.fromEntries(
    Object.entries(times).map(([name, values]) => [
      name,
      { min: Math.min(...values), median: median(values) },
    ]),
  );
}
