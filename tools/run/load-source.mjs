import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from './workspace-files.mjs';

const conditions = ['@raredx/source', 'node', 'import', 'module', 'default'];

/**
 * A TypeScript module of the workspace, with the sources of the libs it imports: tools need no build before they run.
 *
 * @param {string} path from the root
 * @returns {Promise<Record<string, any>>} what the module exports
 */
export async function loadSource(path) {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    ssr: { noExternal: [/^@raredx\//], resolve: { conditions, externalConditions: conditions } },
  });
  try {
    return await server.ssrLoadModule(join(root, path));
  } finally {
    await server.close();
  }
}
