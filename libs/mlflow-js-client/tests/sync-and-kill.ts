import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bundled } from './bundled.ts';
import { faultProxy } from './fault-proxy.ts';

export const builtSyncProcess = (): Promise<string> =>
  bundled(join(import.meta.dirname, 'sync-process.ts'), 'sync-process.mjs');

/** Syncs in a process of its own, and kills it (-9) at its request of that number, before or after it is done. */
export async function syncAndKill(options: {
  script: string;
  folder: string;
  target: string;
  request: number;
  done: boolean;
}): Promise<void> {
  let child: ChildProcess | undefined;
  const proxy = await faultProxy(options.target, (index) => {
    if (index !== options.request) return undefined;
    return async ({ forward }) => {
      if (options.done) await forward();
      child?.kill('SIGKILL');
    };
  });
  child = spawn(process.execPath, [options.script, options.folder, proxy.uri], { stdio: 'ignore' });
  const [, signal] = await once(child, 'exit');
  await proxy.close();
  if (signal !== 'SIGKILL') throw new Error(`the sync ended before request ${options.request}`);
}
