import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../setup/cache-folder.mjs';

/** TensorFlow at the version that raredx itself runs on, so that the difference is not the kernels'. */
const venvs = {
  tensorflow: ['tensorflow-cpu==2.21.0', 'keras==3.15.1', 'scikit-learn==1.7.2', 'numpy==2.3.5'],
  // the index serves it with NVIDIA's libraries, 3 GB: made only when a part asks
  torch: ['torch==2.9.1', 'scikit-learn==1.7.2', 'numpy==2.3.5'],
};

/**
 * A Python with the pinned peers, made once a user; `which` is `tensorflow` (with Keras and scikit-learn) or `torch`.
 * Undefined, with the reason said, where it cannot be made.
 */
export function trainingPython(which = 'tensorflow') {
  const pins = venvs[which];
  const folder = join(cacheFolder(), which === 'tensorflow' ? 'bench-training' : `bench-training-${which}`);
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, `pins ${pins.join(' ')}`);
  if (existsSync(stamp)) return python;
  try {
    mkdirSync(folder, { recursive: true });
    console.error(`bench: installing ${pins.join(', ')}`);
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...pins], { stdio: 'pipe' });
    writeFileSync(stamp, '');
    return python;
  } catch (error) {
    console.error(`bench: no ${which} peers, skipped (${String(error.message).split('\n')[0]})`);
    return undefined;
  }
}

/** Quiet, on the CPU, with the threads that each library takes by itself. */
export const trainingEnvironment = () => ({
  ...process.env,
  TF_CPP_MIN_LOG_LEVEL: '3',
  CUDA_VISIBLE_DEVICES: '-1',
  PYTHONWARNINGS: 'ignore',
});
