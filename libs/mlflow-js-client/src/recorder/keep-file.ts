import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where a journal keeps the bytes of artifacts, by their hash. */
export const keptFile = (folder: string, sha256: string): string => join(folder, 'files', sha256);

export function hashFile(path: string): { sha256: string; bytes: number } {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(1 << 20);
  const fd = openSync(path, 'r');
  let bytes = 0;
  try {
    for (;;) {
      const count = readSync(fd, chunk, 0, chunk.length, null);
      if (count === 0) return { sha256: hash.digest('hex'), bytes };
      hash.update(chunk.subarray(0, count));
      bytes += count;
    }
  } finally {
    closeSync(fd);
  }
}

/** Copies a file into the journal's folder, so that what was logged is what will be uploaded. */
export function keepFile(folder: string, path: string): { sha256: string; bytes: number } {
  mkdirSync(join(folder, 'files'), { recursive: true });
  const temporary = join(folder, 'files', `.${process.pid}.tmp`);
  copyFileSync(path, temporary, constants.COPYFILE_FICLONE);
  const facts = hashFile(temporary);
  const kept = keptFile(folder, facts.sha256);
  if (!existsSync(kept)) forceToDisk(temporary);
  renameSync(temporary, kept);
  return facts;
}

function forceToDisk(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
