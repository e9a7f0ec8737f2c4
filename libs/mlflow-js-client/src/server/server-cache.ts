import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const mlflowVersion = '3.17.2';

/** The per-user folder of the server's Python environment: under `XDG_CACHE_HOME`, or `~/.cache`. */
export function defaultServerCache(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'raredx', `mlflow-${mlflowVersion}`);
}

const windows = process.platform === 'win32';

export const venvPython = (cacheFolder: string): string =>
  windows ? join(cacheFolder, 'venv', 'Scripts', 'python.exe') : join(cacheFolder, 'venv', 'bin', 'python');

/** Written last: without it an installation was interrupted and is done again. */
export const provisionedMark = (cacheFolder: string): string => join(cacheFolder, 'provisioned.json');

export const isProvisioned = (cacheFolder: string): boolean =>
  existsSync(provisionedMark(cacheFolder)) && existsSync(venvPython(cacheFolder));
