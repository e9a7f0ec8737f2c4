import { setTimeout as wait } from 'node:timers/promises';
import { processIdentity } from '../journal/process-identity.ts';
import { type ServerRecord, serverStatus } from './server-record.ts';

const patienceMs = 10_000;
const pollMs = 100;

/**
 * Stops the server that was started in a folder, with the workers of its process group, and none else.
 * @returns false where none was running
 */
export async function stopServer(folder: string): Promise<boolean> {
  const record = serverStatus(folder);
  if (record === undefined) return false;
  signalGroup(record, 'SIGTERM');
  if (await gone(record)) return true;
  signalGroup(record, 'SIGKILL');
  // Bounded: what nobody reaps stays listed although it is dead.
  await gone(record);
  return true;
}

async function gone(record: ServerRecord): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    if (!groupLives(record)) return true;
    await wait(pollMs);
  }
  return false;
}

function signalGroup({ pid }: ServerRecord, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function groupLives({ pid, started }: ServerRecord): boolean {
  if (processIdentity(pid) === started) return true;
  if (process.platform === 'win32') return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
