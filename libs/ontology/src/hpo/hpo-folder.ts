import { homedir } from 'node:os';
import { join } from 'node:path';
import { pinnedHpo } from './pinned-hpo.ts';

/** The per-user folder of the unpacked release; its name changes with the pinned bytes. */
export const hpoFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  join(
    env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'),
    'raredx',
    `hpo-${pinnedHpo.release}-${pinnedHpo.wheel.sha256.slice(0, 12)}`,
  );
