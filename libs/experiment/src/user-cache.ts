import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The user's cache, where set-up keeps TensorFlow and libraries keep what they fetched: under `XDG_CACHE_HOME`, or `~/.cache`.
 *
 * @example userCache({ XDG_CACHE_HOME: '/var/cache' }) // => '/var/cache/raredx'
 */
export function userCache(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'raredx');
}
