import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@raredx/stats';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
// beside the sources, so that the packages left out of the bundle are found
const script = join(here, `../out-tsc/training-process.${process.pid}.mjs`);

/** Bundles the process once: Node 20 reads no TypeScript. Remove it with `removeBundle`. */
export async function bundleProcess(): Promise<void> {
  mkdirSync(join(here, '../out-tsc'), { recursive: true });
  await build({
    entryPoints: [join(here, 'training-process.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@raredx/source'],
    external: ['@tensorflow/*', '@duckdb/*', 'danfojs-node'],
    logLevel: 'silent',
    banner: {
      js: "import { createRequire as require0 } from 'node:module'; const require = require0(import.meta.url);",
    },
  });
}

export const removeBundle = () => rmSync(script, { force: true });

export const freshFolder = () => mkdtempSync(join(tmpdir(), 'killed-'));

export interface Ended {
  readonly weights: string;
  readonly history: readonly unknown[];
  /** Events of this process: at which it may be killed. */
  readonly events: number;
  readonly kind: string;
}

/** Runs the training in a folder until it ends, or is killed at an event. */
export function runTraining(
  folder: string,
  { killAt, runtime = 'js' }: { killAt?: number; runtime?: string } = {},
): Ended | 'killed' {
  const env = { ...process.env, RAREDX_RUNTIME: runtime, ...(killAt ? { KILL_AT: String(killAt) } : {}) };
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    env,
  });
  if (signal === 'SIGKILL') return 'killed';
  if (status !== 0) throw new Error(`the training failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Ended;
}

/** Kills the training again and again at random events until it ends. */
export function killUntilDone(
  seed: number,
  { most, runtime = 'js' }: { readonly most: number; readonly runtime?: string },
): { readonly ended: Ended; readonly kills: number } {
  const random = createRandom(seed);
  const folder = freshFolder();
  for (let kills = 0; ; kills++) {
    const ended = runTraining(folder, { killAt: 1 + random.integer(most), runtime });
    if (ended !== 'killed') return { ended, kills };
  }
}

/** Sends one SIGINT as soon as the training has made some steps, and waits for its end. */
export function interruptTraining(folder: string, afterSteps: number): Promise<number | null> {
  const child = spawn(process.execPath, [script, folder], {
    env: { ...process.env, RAREDX_RUNTIME: 'js' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let heard = '';
  child.stdout.on('data', (text: Buffer) => {
    const before = heard.split('\n').length;
    heard += text;
    const now = heard.split('\n').length;
    if (before <= afterSteps && now > afterSteps) child.kill('SIGINT');
  });
  return new Promise((resolve) => child.once('close', resolve));
}
