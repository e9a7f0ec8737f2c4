import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const generated = new Set([
  'node_modules',
  'dist',
  'out-tsc',
  '.nx',
  '.git',
  'runs',
  'coverage',
  '.stryker-tmp',
]);

/**
 * Files of the workspace under some folders, as sorted paths from the root with `/`, without what is generated.
 *
 * @param {string[]} folders
 * @param {RegExp} name
 * @returns {string[]}
 */
export function workspaceFiles(folders, name) {
  return folders.flatMap((folder) => walk(folder, name)).sort();
}

/** @returns {string[]} */
function walk(folder, name) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`.split(sep).join('/');
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : walk(path, name);
    return entry.isFile() && name.test(path) ? [path] : [];
  });
}
