import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads and built libraries live: once a user, not once a checkout. */
export const cacheFolder = (env = process.env) =>
  join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'raredx');
