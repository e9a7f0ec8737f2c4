import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../journal/process-identity.ts';

/** What stands in a server folder's `server.json`. */
export interface ServerRecord {
  readonly pid: number;
  /** tells this process from a later one of the same pid */
  readonly started: string;
  readonly port: number;
  readonly uri: string;
  readonly version: string;
}

export const recordFile = (folder: string): string => join(folder, 'server.json');

export function readRecord(folder: string): ServerRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(folder), 'utf8')) as ServerRecord;
  } catch {
    return undefined;
  }
}

/** The server of a folder, where its process lives. */
export function serverStatus(folder: string): ServerRecord | undefined {
  const record = readRecord(folder);
  return record && processIdentity(record.pid) === record.started ? record : undefined;
}
