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

/** Says whose run a folder holds. */
const ownerFile = '.experiment';

/** What makes a folder one of ours, also where it was copied without what starts with a dot. */
const ownFiles = [ownerFile, 'pack-facts.json', 'experiment.resolved.yaml'];

/** What runs and validations write under names that others may use too. */
const plainNames = [
  ...['predictions.parquet', 'rankings.parquet', 'splits.parquet', 'evidence.json', 'evidence.parquet'],
  ...['decision.json', 'policy.yaml', 'provenance.json', 'cost.json', 'explanations.json'],
  ...['pack', 'model', 'cohort', 'checkpoints', 'journal'],
];

/** Whether a folder is that of a run or validation. */
export function isRunFolder(folder: string): boolean {
  return ownFiles.some((name) => existsSync(join(folder, name)));
}

/**
 * Opens (and locks) a run's folder for the experiment of the given name.
 *
 * @throws ConfigError where the folder holds another experiment's run, or files of somebody else that a run would
 *   replace; RunHeldError (exit 75) where it is held
 */
export function openRun(folder: string, experiment: string): RunDirectory {
  const release = lockRun(folder);
  const owner = join(folder, ownerFile);
  try {
    requireOwn(folder, experiment);
    writeAtomically(owner, experiment);
  } catch (error) {
    release();
    throw error;
  }
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

function requireOwn(folder: string, experiment: string): void {
  const owner = join(folder, ownerFile);
  const held = existsSync(owner) ? readFileSync(owner, 'utf8') : experiment;
  if (held !== experiment)
    throw new ConfigError(
      '--out',
      `the folder holds a run of another experiment (${held})`,
      'choose another folder',
    );
  const foreign = isRunFolder(folder) ? undefined : plainNames.find((name) => existsSync(join(folder, name)));
  if (foreign !== undefined)
    throw new ConfigError(
      '--out',
      `the folder is no run, and holds what one would replace (${foreign})`,
      'choose another folder',
    );
}
