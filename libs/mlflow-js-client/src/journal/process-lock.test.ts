import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BusyError } from '../errors/busy-error.ts';
import { processIdentity } from './process-identity.ts';
import { takeLock } from './process-lock.ts';

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock');

describe('a lock', () => {
  test('is held once, given back, and leaves nothing else behind', () => {
    const file = fresh();
    const release = takeLock(file, 'sync');
    expect(() => takeLock(file, 'sync')).toThrow(`sync: held by another process (pid ${process.pid})`);
    expect(readdirSync(join(file, '..'))).toEqual(['lock']);
    release();
    expect(existsSync(file)).toBe(false);
    takeLock(file, 'sync')();
  });

  test('of a dead process is replaced', () => {
    const file = fresh();
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(file, JSON.stringify({ pid, started: '1' }));
    const release = takeLock(file, 'sync');
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
    release();
  });

  test('of a pid that belongs to another process by now is replaced', () => {
    const file = fresh();
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));
    takeLock(file, 'sync')();
  });

  test('of a living process is respected', () => {
    const file = fresh();
    const pid = process.ppid;
    writeFileSync(file, JSON.stringify({ pid, started: processIdentity(pid) }));
    expect(() => takeLock(file, 'sync')).toThrow(BusyError);
  });
});
