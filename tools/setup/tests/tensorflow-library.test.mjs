import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NativeObstacle } from '../setup-error.mjs';
import { isLibraryComplete, libraryFolder, provideLibrary } from '../tensorflow-library.mjs';
import { openFakeIndex, silentProgress } from './fake-index.mjs';

let index;
const realPath = process.env.PATH;

beforeEach(() => vi.stubEnv('RAREDX_FETCH_PAUSE', '0.01'));
afterEach(() => {
  vi.unstubAllEnvs();
  index.close();
});

const provide = async (options, { prepare = () => {} } = {}) => {
  index = await openFakeIndex(options);
  vi.stubEnv('RAREDX_REAL_PATH', realPath);
  vi.stubEnv('PATH', `${index.bin}:${realPath}`);
  prepare(index);
  const progress = silentProgress();
  const { pin, cache } = index;
  const work = provideLibrary({ flavour: 'cpu', progress, signal: new AbortController().signal, pin, cache });
  return { work, said: progress.said, target: libraryFolder('cpu', { pin, cache }) };
};

const leftBehind = () => ['downloads', 'locks'].flatMap((name) => readdirSync(join(index.cache, name)));

it('unpacks what is kept, records it and leaves no wheel behind', async () => {
  const { work, target } = await provide({});
  expect(await work).toBe(target);
  expect(readFileSync(join(target, 'tensorflow/libtensorflow_cc.so.2'), 'utf8')).toBe(index.noise);
  expect(readdirSync(join(target, 'tensorflow')).sort()).toEqual(['include', 'libtensorflow_cc.so.2']);
  expect(isLibraryComplete(target)).toBe(true);
  expect(leftBehind()).toEqual([]);
});

it('does nothing when the library is there', async () => {
  const { work } = await provide({});
  await work;
  const { pin, cache } = index;
  await provideLibrary({ flavour: 'cpu', progress: silentProgress(), pin, cache });
  expect(index.served).toEqual([0]);
});

it('takes a library with a shortened file for none', async () => {
  const { work, target } = await provide({});
  await work;
  truncateSync(join(target, 'tensorflow/libtensorflow_cc.so.2'), 10);
  expect(isLibraryComplete(target)).toBe(false);
});

it('goes on where a cut connection left off', async () => {
  const { work, target } = await provide({
    damage: (_, request) => (request === 1 ? { cutAfter: 20_000 } : {}),
  });
  expect(await work).toBe(target);
  expect(index.served).toHaveLength(2);
  expect(index.served[1]).toBeGreaterThan(0);
});

it('goes on where an interrupted set-up left off', async () => {
  const prepare = ({ cache, file, wheel }) => {
    mkdirSync(join(cache, 'downloads'), { recursive: true });
    writeFileSync(join(cache, 'downloads', `${file}.part`), wheel.subarray(0, 12_345));
  };
  const { work, target } = await provide({}, { prepare });
  expect(await work).toBe(target);
  expect(index.served).toEqual([12_345]);
});

it('throws a truncated wheel away and fetches it again', async () => {
  const prepare = ({ cache, file, wheel }) => {
    mkdirSync(join(cache, 'downloads'), { recursive: true });
    writeFileSync(join(cache, 'downloads', file), wheel.subarray(0, wheel.length - 1));
  };
  const { work, said, target } = await provide({}, { prepare });
  expect(await work).toBe(target);
  expect(said[0]).toBe(`${index.file} has the wrong sha256 and was thrown away`);
});

it('refuses a wheel that has the wrong sha256 twice, and keeps nothing of it', async () => {
  const damage = (wheel) => ({ body: Buffer.from(wheel).fill(0, 100, 110) });
  const { work, target } = await provide({ damage });
  await expect(work).rejects.toMatchObject({
    message: `${index.file} does not have the pinned sha256`,
    exitCode: 6,
  });
  expect(index.served).toEqual([0, 0]);
  expect(existsSync(target)).toBe(false);
  expect(leftBehind()).toEqual([]);
});

it('asks pip for the wheel where pip cannot say where it lies', async () => {
  const { work, target } = await provide({ pip: 'download' });
  expect(await work).toBe(target);
  expect(index.served).toEqual([]);
});

it('says in one line that there is no network', async () => {
  const { work } = await provide({ pip: 'offline' });
  await expect(work).rejects.toMatchObject({
    message: 'pip could not download tensorflow-cpu==9.9.9 (ERROR: no network)',
    exitCode: 6,
  });
});

it('calls a missing pip an obstacle and says what to install', async () => {
  const { work } = await provide({ pip: 'absent' });
  await expect(work).rejects.toBeInstanceOf(NativeObstacle);
  await expect(work).rejects.toMatchObject({
    message: 'pip is missing',
    advice: expect.stringContaining('apt install'),
  });
});

it('is done once by two set-ups at the same time', async () => {
  index = await openFakeIndex({});
  const script = `
    import { provideLibrary } from ${JSON.stringify(new URL('../tensorflow-library.mjs', import.meta.url).href)};
    const step = { detail() {}, bytes() {}, done() {} };
    const progress = { start: () => step, say() {} };
    console.log(await provideLibrary({ flavour: 'cpu', progress, ...${JSON.stringify({ pin: index.pin, cache: index.cache })} }));`;
  const env = { ...process.env, PATH: `${index.bin}:${realPath}`, RAREDX_REAL_PATH: realPath };
  const run = () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env });
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.on('close', () => resolve(output.trim()));
    });
  const target = libraryFolder('cpu', index);
  expect(await Promise.all([run(), run()])).toEqual([target, target]);
  expect(index.served).toEqual([0]);
  expect(statSync(join(target, 'complete.json')).isFile()).toBe(true);
});
