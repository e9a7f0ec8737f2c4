import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '@raredx/tables';

/**
 * Hash of the built code of the workspace: a developer's change makes the steps of an old run stale, so that nobody
 * looks at numbers of yesterday's code.
 */
export function codeFingerprint(): string {
  const workspace = fileURLToPath(new URL('../../../..', import.meta.url));
  const folders = ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(workspace, group))
      .sort()
      .map((name) => join(workspace, group, name, 'dist'))
      .filter((folder) => existsSync(folder)),
  );
  return sha256(folders.flatMap(scripts).join('\n'));
}

function scripts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path.slice(folder.length)} ${sha256(readFileSync(path))}`);
}
