import { spawn } from 'node:child_process';

/** What a program prints, or null if it is missing, fails or takes longer than 20 s. `signal` names what killed it. */
export const askProgram = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<{ readonly output: string | null; readonly failure: string }> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', (error) => resolve({ output: null, failure: error.message }));
    child.on('close', (code, signal) => {
      const failure = signal ?? errors.trim().split('\n').at(-1) ?? '';
      resolve(code === 0 ? { output: output.trim(), failure: '' } : { output: null, failure });
    });
  });
