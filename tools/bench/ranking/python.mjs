import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../setup/cache-folder.mjs';

const pin = 'hpo3==1.5.1';

/** A Python with the pinned peer, made once a user. Undefined, with the reason said, where it cannot be made. */
export function hpo3Python() {
  const folder = join(cacheFolder(), 'bench-ranking');
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, `pins ${pin}`);
  if (existsSync(stamp)) return python;
  try {
    mkdirSync(folder, { recursive: true });
    console.error(`bench: installing ${pin}`);
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', pin], { stdio: 'pipe' });
    writeFileSync(stamp, '');
    return python;
  } catch (error) {
    console.error(`bench: no hpo3, skipped (${String(error.message).split('\n')[0]})`);
    return undefined;
  }
}
