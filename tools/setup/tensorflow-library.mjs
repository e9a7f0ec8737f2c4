import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { withLock } from './lock.mjs';
import { SetupError } from './setup-error.mjs';
import { unzip } from './unzip.mjs';
import { fetchWheel } from './wheel-source.mjs';

export const pinned = JSON.parse(readFileSync(new URL('tensorflow.json', import.meta.url), 'utf8'));

/** The folder of one flavour in the cache; its name changes with every pinned byte, so an old one is never mistaken. */
export const libraryFolder = (flavour, { pin = pinned, cache = cacheFolder() } = {}) => {
  const key = createHash('sha256').update(JSON.stringify(pin.wheels[flavour])).digest('hex').slice(0, 12);
  const name = flavour === 'gpu' ? 'tensorflow-gpu' : 'tensorflow-cpu';
  return join(cache, `${name}-${pin.version}-${key}`);
};

/** True if every file of the library is there in full. */
export const isLibraryComplete = (folder) => {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, 'complete.json'), 'utf8'));
    return Object.entries(files).every(([name, size]) => statSync(join(folder, name)).size === size);
  } catch {
    return false;
  }
};

const leftovers = (cache, name) =>
  existsSync(cache) ? readdirSync(cache).filter((entry) => entry.startsWith(`${name}.tmp-`)) : [];

const unpack = async (paths, { pin, flavour, target, progress, signal }) => {
  const temporary = `${target}.tmp-${process.pid}`;
  const step = progress.start('unpack TensorFlow');
  mkdirSync(temporary, { recursive: true });
  try {
    let files = {};
    for (const [index, path] of paths.entries()) {
      const { keep } = pin.wheels[flavour][index];
      const kept = (name) => keep.some((prefix) => name.startsWith(prefix));
      files = { ...files, ...(await unzip(path, { folder: temporary, keep: kept, signal })) };
    }
    writeFileSync(
      join(temporary, 'complete.json'),
      `${JSON.stringify({ version: pin.version, flavour, files })}\n`,
    );
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error.code === 'ENOSPC'
      ? new SetupError(
          `no space left for TensorFlow in ${target}`,
          `free ${flavour === 'gpu' ? 9 : 2} GB there, or set XDG_CACHE_HOME to a larger disk`,
        )
      : error;
  }
  step.done(`TensorFlow ${pin.version} unpacked`);
};

const fetchAll = async ({ pin, flavour, downloads, progress, signal }) => {
  const wheels = pin.wheels[flavour];
  const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0);
  const step = progress.start(`TensorFlow ${pin.version}`);
  const paths = [];
  let before = 0;
  for (const wheel of wheels) {
    paths.push(await fetchWheel(wheel, { pin, folder: downloads, step, progress, signal, before, total }));
    before += wheel.bytes;
  }
  step.done(
    `TensorFlow ${pin.version}${flavour === 'gpu' ? ' for GPU' : ''} downloaded (${Math.round(total / 1e6)} MB)`,
  );
  return paths;
};

/** Downloads and unpacks TensorFlow's C library of one flavour into the user's cache, once; returns its folder. */
export const provideLibrary = async ({ flavour, progress, signal, pin = pinned, cache = cacheFolder() }) => {
  const target = libraryFolder(flavour, { pin, cache });
  if (isLibraryComplete(target)) return target;
  const lock = join(cache, 'locks', `tensorflow-${flavour}.lock`);
  const onWait = () => progress.say('another set-up is downloading TensorFlow: waiting for it');
  return withLock(
    lock,
    async () => {
      if (isLibraryComplete(target)) return target;
      const downloads = join(cache, 'downloads');
      for (const name of leftovers(cache, target.slice(cache.length + 1))) {
        rmSync(join(cache, name), { recursive: true, force: true });
      }
      const paths = await fetchAll({ pin, flavour, downloads, progress, signal });
      await unpack(paths, { pin, flavour, target, progress, signal });
      for (const path of paths) rmSync(path, { force: true });
      return target;
    },
    { onWait, signal },
  );
};
