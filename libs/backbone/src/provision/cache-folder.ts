import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's cache, the one that set-up keeps TensorFlow in. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'raredx');
