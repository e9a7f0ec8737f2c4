import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../setup/cache-folder.mjs';

const pins = ['numpy==2.3.5', 'scipy==1.16.3', 'scikit-learn==1.7.2'];

/** The Python that has the pinned peers; made once a user. Undefined, with the reason said, where it cannot be made. */
export function peerPython() {
  const folder = join(cacheFolder(), 'bench-venv');
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, `pins ${pins.join(' ')}`);
  if (existsSync(stamp)) return python;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...pins], { stdio: 'pipe' });
    writeFileSync(stamp, '');
    return python;
  } catch (error) {
    console.error(`bench: no Python peers, skipped (${String(error.message).split('\n')[0]})`);
    return undefined;
  }
}

/** One thread, and whatever kernels OpenBLAS would choose by itself. */
export function peerEnvironment() {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...env } = process.env;
  return { ...env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' };
}
