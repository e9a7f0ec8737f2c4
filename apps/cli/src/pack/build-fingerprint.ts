import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Build } from '@raredx/report';
import { sha256 } from '@raredx/tables';

/** What makes the numbers of a pack, and what makes its pages from them. */
const rooms = {
  judge: ['libs/tables', 'libs/stats', 'libs/metrics', 'libs/validation', 'libs/gate'],
  pages: ['libs/report', 'apps/evidence-viewer'],
} as const;

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Hashes of the built code, so that a pack can say which build made it: the same version number may stand for more than
 * one. Null where the code lies elsewhere than in its workspace.
 */
export function buildFingerprint(): Build {
  return { judge: fingerprintOf(rooms.judge), pages: fingerprintOf(rooms.pages) };
}

function fingerprintOf(folders: readonly string[]): string | null {
  const found = folders.map((folder) => join(workspace, folder, 'dist'));
  return found.every((folder) => existsSync(folder)) ? sha256(found.flatMap(scripts).join('\n')) : null;
}

/** Compiled files whose source is still there: a compiler leaves those of deleted sources behind. */
function scripts(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .filter((path) => existsSync(`${folder.replace(/dist$/, 'src')}${path.replace(/\.js$/, '.ts')}`))
    .sort()
    .map((path) => `${path} ${sha256(readFileSync(folder + path))}`);
}
