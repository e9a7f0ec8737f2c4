import { join } from 'node:path';
import { userCache } from '@raredx/experiment';
import { pinnedHpo } from './pinned-hpo.ts';

/** The per-user folder of the unpacked release; its name changes with the pinned bytes. */
export const hpoFolder = (env: Readonly<Record<string, string | undefined>>): string =>
  join(userCache(env), `hpo-${pinnedHpo.release}-${pinnedHpo.wheel.sha256.slice(0, 12)}`);
