import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Another process holds the run. */
export class RunHeldError extends Error {
  readonly exitCode = 75;
  readonly advice = 'wait for it, or stop it and run again: it goes on where it stopped';

  constructor(where: string, holder: LockHolder) {
    super(`${where}: the run is held by another process (pid ${holder.pid} on ${holder.host})`);
    this.name = 'RunHeldError';
  }
}

interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** The holder's start time as the kernel counts it, so that a reused pid is not taken for it. */
  readonly started: string;
}

/**
 * Takes the run's lock, or says who has it. A lock whose process is gone is taken over.
 *
 * @returns a function that gives the lock back
 * @throws RunHeldError (exit 75)
 */
export function lockRun(folder: string): () => void {
  makeFolder(folder);
  const lock = join(folder, '.lock');
  const mine: LockHolder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const draft = join(folder, `.lock.${process.pid}`);
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        linkSync(draft, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = read(lock);
      if (holder && alive(holder)) throw new RunHeldError(folder, holder);
      moveAside(lock, holder);
    }
    throw new RunHeldError(folder, read(lock) ?? { pid: 0, host: 'unknown', started: '' });
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Several takers may see the same stale lock. Each renames what lies there and looks at it: what is not the stale lock
 * is a fresh one of another taker and goes back.
 */
function moveAside(lock: string, seen: LockHolder | undefined): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    const taken = read(aside);
    if (JSON.stringify(taken) !== JSON.stringify(seen)) linkSync(aside, lock);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(lock: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

function alive(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.started === '' || startOf(holder.pid) === holder.started;
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
