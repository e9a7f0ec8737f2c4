import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const bin = fileURLToPath(new URL('../bin/raredx.js', import.meta.url));

/** Packs are sealed with a key of the tests, not with that of whoever runs them. */
const environment = {
  ...process.env,
  MLFLOW_TRACKING_URI: '',
  XDG_CONFIG_HOME: fileURLToPath(new URL('../../../node_modules/.cache/raredx-tests', import.meta.url)),
};

/** Runs the built command as a user would. */
export function raredx(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; node?: string[] } = {},
) {
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    [...(options.node ?? []), bin, ...args],
    {
      cwd: options.cwd ?? root,
      env: { ...environment, ...options.env },
      encoding: 'utf8',
    },
  );
  return { stdout, stderr, status, signal };
}

/** Starts it and leaves it running. */
export function startRaredx(args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const heard = async (text: string) => {
    while (!said.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended before it said ${text}: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { child, exit, heard, said: () => said };
}
