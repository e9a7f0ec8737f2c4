import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '@raredx/experiment';

interface Pulled {
  readonly name: string;
  /** Where the files go. */
  readonly folder: string;
  readonly needs: readonly string[];
}

/**
 * Copies what a card needs from a folder that holds it, whole or not at all: what is there before is replaced only when
 * the copy is complete.
 *
 * @throws ConfigError where the folder lacks something
 */
export function pullDataset({ name, folder, needs }: Pulled, from: string): void {
  const absent = needs.find((file) => !existsSync(join(from, file)));
  if (absent !== undefined) {
    throw new ConfigError(
      `data pull ${name}`,
      `the folder lacks ${absent}`,
      `it must hold: ${needs.join(', ')}`,
    );
  }
  const fresh = `${folder}.partial`;
  rmSync(fresh, { recursive: true, force: true });
  for (const file of needs) {
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    cpSync(join(from, file), join(fresh, file), { recursive: true, dereference: true });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}
