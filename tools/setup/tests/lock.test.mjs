import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../lock.mjs';

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-lock-'));
  path = join(folder, 'a.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lets one process in at a time', async () => {
  const log = join(folder, 'log');
  const script = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(new URL('../lock.mjs', import.meta.url).href)};
    await withLock(${JSON.stringify(path)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await setTimeout(50);
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const run = () =>
    new Promise((resolve) =>
      spawn(process.execPath, ['--input-type=module', '-e', script]).on('close', resolve),
    );
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('in out in out in out ');
  expect(existsSync(path)).toBe(false);
});

it('lets go when the work fails', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

it('takes over from a process that died', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path, JSON.stringify({ pid, host: hostname() }));
  expect(await withLock(path, () => 'done')).toBe('done');
});

it('takes over from another host whose heart stopped', async () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere' }));
  utimesSync(path, new Date(), new Date(Date.now() - 60_000));
  expect(await withLock(path, () => 'done')).toBe('done');
});

it('waits for another host whose heart beats, and can be called off', async () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere' }));
  let waited = 0;
  const onWait = () => {
    waited += 1;
  };
  await expect(withLock(path, () => 'done', { onWait, signal: AbortSignal.timeout(300) })).rejects.toThrow();
  expect(waited).toBe(1);
});
