import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { BusyError } from '../errors/busy-error.ts';
import { processIdentity } from './process-identity.ts';

interface Holder {
  readonly pid: number;
  readonly started: string | undefined;
}

/**
 * Takes `file` for this process, or throws a `BusyError` naming who holds it. A holder that died is replaced.
 * @returns gives it back
 */
export function takeLock(file: string, what: string): () => void {
  const own: Holder = { pid: process.pid, started: processIdentity(process.pid) };
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(own));
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        linkSync(temporary, file);
        return () => rmSync(file, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      removeDead(file, what);
    }
    throw new BusyError(what, process.pid);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function removeDead(file: string, what: string): void {
  const holder = readHolder(file);
  if (holder === undefined) return;
  const alive = processIdentity(holder.pid);
  if (alive !== undefined && alive === holder.started) throw new BusyError(what, holder.pid);
  // Moved aside first: another process may have replaced the dead lock by its own since it was read.
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && (moved.pid !== holder.pid || moved.started !== holder.started)) {
    try {
      linkSync(aside, file);
    } catch {
      // somebody else holds it now
    }
  }
  rmSync(aside, { force: true });
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
