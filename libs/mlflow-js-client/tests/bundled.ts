import { join } from 'node:path';
import { build } from 'vite';

/** Node 20 runs no TypeScript: bundles an entry with the library's sources for a process of its own. */
export async function bundled(entry: string, name: string): Promise<string> {
  const root = join(import.meta.dirname, '..');
  const outDir = join(root, 'out-tsc', 'tests');
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { 'mlflow-js-client': join(root, 'src', 'index.ts') } },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: name } },
    },
  });
  return join(outDir, name);
}
