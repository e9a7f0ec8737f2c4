/**
 * Bundles `src/viewer.ts` and the libraries it uses into `dist/viewer.js`: one script without imports, the same bytes
 * for the same sources and the esbuild of the lockfile.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const out = new URL('dist/viewer.js', import.meta.url);

/** Modules of the workspace do nothing on import, so those whose exports are not used are left out with all they import. */
const pureWorkspace = {
  name: 'pure-workspace',
  setup(bundler) {
    bundler.onResolve({ filter: /^(@raredx\/|\.\.?\/)/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === 'resolving') return undefined;
      const { importer, resolveDir, kind } = rest;
      const found = await bundler.resolve(path, { importer, resolveDir, kind, pluginData: 'resolving' });
      if (found.errors.length > 0 || importer.includes('node_modules')) return found;
      return { ...found, sideEffects: false };
    });
  },
};

/** The page's policy forbids WebAssembly, and asking for it would be reported: its twin in TypeScript gives the same. */
const withoutWebAssembly = {
  name: 'without-web-assembly',
  setup(bundler) {
    bundler.onLoad({ filter: /stats\/src\/kernel\/web-assembly\.ts$/ }, () => ({
      contents: 'export const instantiateKernel = () => undefined;',
    }));
  },
};

export async function bundleViewer() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ['src/viewer.ts'],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    charset: 'ascii',
    format: 'iife',
    target: ['es2022'],
    platform: 'browser',
    conditions: ['@raredx/source'],
    external: ['node:*', '@duckdb/*', 'linkedom', 'yaml'],
    legalComments: 'none',
    logLevel: 'error',
    plugins: [pureWorkspace, withoutWebAssembly],
  });
  const [output] = Object.values(metafile.outputs);
  const outside = output.imports.filter(({ external }) => external).map(({ path }) => path);
  if (outside.length > 0) throw new Error(`viewer: not to be had in a browser (${outside.join(', ')})`);
  return { script: outputFiles[0].text, inputs: output.inputs };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { script } = await bundleViewer();
  const stands = await readFile(out, 'utf8').catch(() => null);
  if (stands !== script) {
    await mkdir(new URL('.', out), { recursive: true });
    const half = new URL(`viewer.${process.pid}.tmp`, out);
    await writeFile(half, script);
    await rename(half, out);
  }
}
