import { spawn } from 'node:child_process';
import { EnvironmentError } from '@raredx/runtime';

const needed = 'install Python 3 with pip (on Debian or Ubuntu: apt install python3-pip)';

/**
 * Runs pip, which knows the user's index, mirror, proxy and credentials. An aborted signal kills it.
 *
 * @returns its last line on standard error, empty where it succeeded
 * @throws EnvironmentError (exit 6) where python3 or pip is missing
 */
export const runPip = (args: readonly string[], signal?: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn('python3', ['-m', 'pip', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', () => reject(new EnvironmentError('backbone', 'python3 is missing', needed)));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      const last = errors.trim().split('\n').at(-1) ?? '';
      if (signal?.aborted) reject(signal.reason);
      else if (/No module named pip/.test(last))
        reject(new EnvironmentError('backbone', 'pip is missing', needed));
      else resolve(code === 0 ? '' : last || `pip ended with ${code}`);
    });
  });
