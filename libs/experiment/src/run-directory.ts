import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { lockRun } from './run-lock.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * A run's folder while this process works in it. Each step leaves a stamp with the hash of what it came from; a step
 * whose stamp fits is not done again, and one whose inputs have changed is.
 */
export interface RunDirectory {
  readonly folder: string;
  path(...parts: string[]): string;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  has(name: string): boolean;
  /** Does a step unless it is done; `inputs` is a hash of everything that it depends on. */
  step(name: string, inputs: string, work: () => Promise<void> | void): Promise<'done' | 'kept'>;
  release(): void;
}

/**
 * Opens (and locks) a run's folder for the experiment of the given name.
 *
 * @throws ConfigError where the folder holds another experiment's run; RunHeldError (exit 75) where it is held
 */
export function openRun(folder: string, experiment: string): RunDirectory {
  const release = lockRun(folder);
  const owner = join(folder, '.experiment');
  if (existsSync(owner) && readFileSync(owner, 'utf8') !== experiment) {
    release();
    throw new ConfigError(
      '--out',
      `the folder holds a run of another experiment (${readFileSync(owner, 'utf8')})`,
      'choose another folder',
    );
  }
  writeAtomically(owner, experiment);
  const path = (...parts: string[]) => join(folder, ...parts);
  return {
    folder,
    path,
    write: (name, content) => writeAtomically(path(name), content),
    read: (name) => readFileSync(path(name), 'utf8'),
    has: (name) => existsSync(path(name)),
    async step(name, inputs, work) {
      const stamp = path('.steps', name);
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return 'kept';
      await work();
      writeAtomically(stamp, inputs);
      return 'done';
    },
    release,
  };
}
