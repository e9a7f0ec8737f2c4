import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatMs = 2_000;
const staleMs = 30_000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** A holder that died on this machine, or whose heartbeat stopped (another container, a reused pid), holds nothing. */
const isStale = (path) => {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8') || '{}');
    if (Date.now() - statSync(path).mtimeMs > staleMs) return true;
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch (error) {
    return error.code !== 'ENOENT' && error instanceof SyntaxError === false;
  }
};

const tryTake = (path) => {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

const dropStale = (path) => {
  const grave = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, grave);
    rmSync(grave, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
};

/**
 * Runs `work` while holding the lock file `path`; waits for another holder and calls `onWait` once. What is done under the
 * lock must stay correct without it (temporary folder, then rename): it saves double work, it does not guard integrity.
 */
export const withLock = async (path, work, { onWait = () => {}, signal } = {}) => {
  mkdirSync(dirname(path), { recursive: true });
  let waited = false;
  while (!tryTake(path)) {
    if (isStale(path)) dropStale(path);
    else {
      if (!waited) onWait();
      waited = true;
      await sleep(200, undefined, { signal });
    }
  }
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // the cache was cleared under us: the work itself will notice
    }
  }, heartbeatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(path, { force: true });
  }
};
