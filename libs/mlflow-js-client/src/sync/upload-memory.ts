import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MultipartState, UploadMemory } from '../endpoints/multipart-upload.ts';
import { writeAtomically } from '../journal/write-atomically.ts';

/** Keeps the state of one upload in the journal's folder until the upload is complete. */
export function uploadMemory(folder: string, upload: string): UploadMemory {
  const name = createHash('sha256').update(upload).digest('hex').slice(0, 32);
  const file = join(folder, 'uploads', `${name}.json`);
  return Object.freeze({
    load: (): MultipartState | undefined => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as MultipartState;
      } catch {
        return undefined;
      }
    },
    save: (state: MultipartState): void => {
      mkdirSync(join(folder, 'uploads'), { recursive: true });
      writeAtomically(file, JSON.stringify(state));
    },
    clear: (): void => rmSync(file, { force: true }),
  });
}
