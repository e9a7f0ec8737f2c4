import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unzip } from '../unzip.mjs';
import { zipOf } from './fake-index.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const extract = (bytes, keep = () => true) => {
  const path = join(folder, 'a.zip');
  writeFileSync(path, bytes);
  return unzip(path, { folder: join(folder, 'out'), keep });
};

it('writes stored, deflated, empty and executable files, and gives their sizes', async () => {
  const entries = [
    { name: 'a/stored', text: 'abc', stored: true },
    { name: 'a/deflated', text: 'x'.repeat(100_000) },
    { name: 'empty', text: '' },
    { name: 'tool', text: '#!', executable: true },
    { name: 'left/out', text: 'no' },
  ];
  const sizes = await extract(zipOf(entries), (name) => name !== 'left/out');
  expect(sizes).toEqual({ 'a/stored': 3, 'a/deflated': 100_000, empty: 0, tool: 2 });
  expect(readFileSync(join(folder, 'out/a/stored'), 'utf8')).toBe('abc');
  expect(statSync(join(folder, 'out/tool')).mode & 0o111).not.toBe(0);
});

it.each(['../out', '/etc/passwd', 'a/../../b', 'a\\..\\b'])(
  'refuses a path that leaves the folder (%s)',
  async (name) => {
    await expect(extract(zipOf([{ name, text: 'x' }]))).rejects.toThrow('a path that leaves the folder');
  },
);

it('refuses every truncation', async () => {
  const whole = zipOf([{ name: 'a', text: 'some text' }]);
  for (let length = 0; length < whole.length; length += 1) {
    await expect(extract(whole.subarray(0, length))).rejects.toThrow();
  }
});
