import { join } from 'node:path';
import { build } from 'vite';

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
