import { spawn } from 'node:child_process';
import { root } from './workspace-files.mjs';

/**
 * Runs one program of the workspace with its output passed through and no input.
 *
 * @param {string} script path from the root, run by this Node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 * @returns {Promise<number>} its exit code; 128 + 15 where a signal ended it
 */
export function runStep(script, args, env = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false', ...env },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 143));
  });
}
