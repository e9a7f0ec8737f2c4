import { spawn } from 'node:child_process';

/**
 * Runs a program and collects what it prints. Never throws for a failing or missing program: `{ code, missing }` says so.
 * An aborted signal kills the program and rejects, so that nothing goes on behind an interrupted set-up.
 */
export const runCommand = (command, args, { cwd, env, signal } = {}) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', (error) => {
      signal?.removeEventListener('abort', stop);
      if (error.code === 'ENOENT') resolve({ code: 127, missing: true, stdout, stderr });
      else reject(error);
    });
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code: code ?? 1, killedBy, missing: false, stdout, stderr });
    });
  });

/** The last line that says something: what a tool's failure comes down to. */
export const lastLine = ({ stdout, stderr }) =>
  `${stdout}\n${stderr}`
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1) ?? 'no output';
