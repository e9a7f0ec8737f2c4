import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'vite';
import { faultProxy } from './fault-proxy.ts';

/** Node 20 runs no TypeScript: bundles `sync-process.ts` for a process of its own and returns the file. */
export async function builtSyncProcess(): Promise<string> {
  const root = join(import.meta.dirname, '..');
  const outDir = join(root, 'out-tsc', 'tests');
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(root, 'tests', 'sync-process.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'sync-process.mjs' } },
    },
  });
  return join(outDir, 'sync-process.mjs');
}

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
