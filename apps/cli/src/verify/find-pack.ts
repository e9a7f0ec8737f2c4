import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@raredx/experiment';

/**
 * The pack that is meant: the folder itself, or `pack/` in the folder of a run.
 *
 * @throws ConfigError where there is none
 */
export function findPack(given: string): string {
  const folder = resolve(given);
  if (!existsSync(folder))
    throw new ConfigError(given, 'no such folder', 'name the folder of a pack or a run');
  if (!statSync(folder).isDirectory()) {
    throw new ConfigError(given, 'not a folder', 'name the folder that holds it: the whole pack is checked');
  }
  const within = join(folder, 'pack');
  const isRun = !existsSync(join(folder, 'manifest.json')) && existsSync(within);
  return isRun ? within : folder;
}
