import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BusyError } from '../errors/busy-error.ts';
import { ServerEnvironmentError } from '../errors/server-environment-error.ts';
import { takeLock } from '../journal/process-lock.ts';
import { writeAtomically } from '../journal/write-atomically.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import { isProvisioned, mlflowVersion, provisionedMark, venvPython } from './server-cache.ts';

export interface ProvisionOptions {
  /** see `defaultServerCache` */
  readonly cacheFolder: string;
  readonly onProgress?: (message: string) => void;
  /** the Python to make the environment with; `python3` by default */
  readonly python?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProvisionedServer {
  readonly cacheFolder: string;
  readonly python: string;
  readonly version: string;
}

/**
 * Installs MLflow 3.17.2 into a Python environment of its own, once for a user (about two minutes, 850 MB). An
 * interrupted installation is begun anew; a second process waits for the first.
 *
 * @throws ServerEnvironmentError without Python 3, its venv, or a way to the packages
 */
export async function provisionServer(options: ProvisionOptions): Promise<ProvisionedServer> {
  const { cacheFolder, onProgress = () => {} } = options;
  const provisioned = { cacheFolder, python: venvPython(cacheFolder), version: mlflowVersion };
  if (isProvisioned(cacheFolder)) return provisioned;
  mkdirSync(cacheFolder, { recursive: true });
  const release = await lockWhenFree(join(cacheFolder, 'provision.lock'), onProgress);
  try {
    if (!isProvisioned(cacheFolder)) await install(options, onProgress);
    return provisioned;
  } finally {
    release();
  }
}

async function lockWhenFree(file: string, onProgress: (message: string) => void): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      return takeLock(file, 'mlflow set-up');
    } catch (error) {
      if (!(error instanceof BusyError) || error.pid === process.pid) throw error;
      if (!told) onProgress(`waiting for the set-up of process ${error.pid}`);
      await wait(1000);
    }
  }
}

async function install(options: ProvisionOptions, onProgress: (message: string) => void): Promise<void> {
  const { cacheFolder, python = 'python3', env = process.env } = options;
  onProgress('making a Python environment');
  const made = await runCommand(python, ['-m', 'venv', '--clear', join(cacheFolder, 'venv')], { env });
  if (made.missing)
    throw new ServerEnvironmentError(
      'mlflow server',
      `${python} was not found`,
      'install Python 3.10 or newer',
    );
  if (made.exitCode !== 0)
    throw new ServerEnvironmentError(
      'mlflow server',
      `no Python environment could be made (${summary(made)})`,
      'install the venv module of Python 3 (on Debian: apt-get install python3-venv)',
    );
  onProgress(`installing mlflow ${mlflowVersion}`);
  const args = [
    '-m',
    'pip',
    'install',
    '--no-input',
    '--disable-pip-version-check',
    `mlflow==${mlflowVersion}`,
  ];
  const onLine = (line: string): void => {
    const step = /^(Collecting|Downloading|Installing collected packages)\b:?\s*(\S+)/.exec(line);
    if (step) onProgress(step[1] === 'Collecting' ? `collecting ${step[2]}` : line.trim().slice(0, 80));
  };
  const installed = await runCommand(venvPython(cacheFolder), args, { env, onLine });
  if (installed.exitCode !== 0)
    throw new ServerEnvironmentError(
      'mlflow server',
      `mlflow ${mlflowVersion} could not be installed (${summary(installed)})`,
      'check the way to the Python package index (pip config, proxy) and that Python is 3.10 or newer',
    );
  writeAtomically(provisionedMark(cacheFolder), `${JSON.stringify({ mlflow: mlflowVersion })}\n`);
}

const summary = ({ exitCode, lastLines }: CommandResult): string =>
  lastLines.filter((line) => /error/i.test(line)).at(-1) ?? lastLines.at(-1) ?? `exit code ${exitCode}`;
