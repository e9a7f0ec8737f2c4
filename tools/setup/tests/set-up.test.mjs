import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addonPaths, areAddonsThere, buildAddons, readRecord } from '../native-addon.mjs';
import { provideNativeRuntime, requirePlatform } from '../native-runtime.mjs';
import { arePackagesCurrent } from '../packages.mjs';
import { openProgress } from '../progress.mjs';
import { readOptions } from '../set-up.mjs';
import { NativeObstacle } from '../setup-error.mjs';
import { silentProgress } from './fake-index.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-setup-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A checkout with the sources of the addon and nothing else. */
const bareCheckout = () => {
  for (const name of ['@tensorflow/tfjs-node-gpu/binding', 'node-api-headers']) {
    cpSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  }
  return folder;
};

describe('without a C++ compiler', () => {
  const lines = {
    message: 'g++ is missing',
    advice: 'install a C++ compiler (on Debian or Ubuntu: apt install g++)',
  };

  beforeEach(() => {
    vi.stubEnv('PATH', folder);
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  });

  it('stops before it downloads anything', async () => {
    const progress = silentProgress();
    const packages = Promise.resolve();
    const work = provideNativeRuntime({
      root: bareCheckout(),
      packages,
      progress,
      signal: new AbortController().signal,
    });
    await expect(work).rejects.toMatchObject(lines);
    await expect(work).rejects.toBeInstanceOf(NativeObstacle);
    expect(progress.said).toEqual([]);
  });

  it('leaves no half-built addon', async () => {
    const library = join(folder, 'library');
    mkdirSync(join(library, 'tensorflow'), { recursive: true });
    const work = buildAddons({ root: bareCheckout(), library, progress: silentProgress() });
    await expect(work).rejects.toMatchObject(lines);
    expect(
      spawnSync('/bin/ls', ['-A', library, join(library, 'tensorflow')], { encoding: 'utf8' }).stdout,
    ).not.toMatch(/build-|\.node/);
  });
});

describe('the graph of the training step', () => {
  const library = () => join(folder, 'library');
  const builtAddons = () => {
    mkdirSync(join(library(), 'tensorflow'), { recursive: true });
    const { binding, quietLog } = addonPaths(bareCheckout(), library());
    for (const path of [binding, quietLog]) writeFileSync(path, '');
    return { binding, quietLog };
  };
  /** A program of that name that does as told. */
  const fakeCompiler = (script) => {
    writeFileSync(join(folder, 'g++'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
  };

  it('is left out, with the reason, where it cannot be built; what is built already still serves', async () => {
    const built = builtAddons();
    vi.stubEnv('PATH', folder);
    const progress = silentProgress();
    expect(areAddonsThere(folder, library())).toBe(true);
    const addons = await buildAddons({ root: folder, library: library(), progress });
    expect(addons).toEqual({ ...built, stepGraphMissing: 'g++ is missing' });
    expect(progress.said).toEqual([
      expect.stringMatching(/^training will run kernel by kernel: g\+\+ is missing/),
      'TensorFlow addons in part',
    ]);
  });

  it('names the compiler’s own error', async () => {
    builtAddons();
    fakeCompiler('echo "step-graph.cc:1: error: no such thing" >&2; exit 1');
    const { stepGraphMissing } = await buildAddons({
      ...{ root: folder, library: library(), progress: silentProgress() },
    });
    expect(stepGraphMissing).toMatch(/no such thing/);
  });

  it('is built once, beside the library', async () => {
    builtAddons();
    fakeCompiler('for last; do :; done; : > "$last"');
    const context = { root: folder, library: library(), progress: silentProgress() };
    const { stepGraph } = await buildAddons(context);
    expect(stepGraph).toMatch(/library\/tensorflow\/step_graph-[0-9a-f]{12}\.node$/);
    fakeCompiler('exit 1');
    expect(await buildAddons(context)).toMatchObject({ stepGraph });
  });
});

it('calls a platform without TensorFlow wheels an obstacle', () => {
  expect(() => requirePlatform({ platform: 'darwin', arch: 'arm64' })).toThrow(
    'darwin on arm64 is not supported',
  );
});

describe('arePackagesCurrent', () => {
  const write = (path, value) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  const lock = (version) => ({
    packages: {
      'node_modules/a': { version },
      'node_modules/b': { link: true },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  });
  const installed = {
    packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { link: true } },
  };

  it('takes what npm ci by hand installed, until the lockfile changes', () => {
    write('package-lock.json', lock('1.0.0'));
    expect(arePackagesCurrent(folder)).toBe(false);
    write('node_modules/.package-lock.json', installed);
    expect(arePackagesCurrent(folder)).toBe(true);
    write('package-lock.json', lock('1.0.1'));
    expect(arePackagesCurrent(folder)).toBe(false);
  });
});

describe('readOptions', () => {
  it.each([
    [[], {}, { wanted: undefined, native: true }],
    [['--gpu'], {}, { wanted: 'gpu', native: true }],
    [['--without-runtime'], {}, { wanted: undefined, native: false }],
    [[], { RAREDX_RUNTIME: 'wasm' }, { wanted: undefined, native: false }],
    [['--tpu'], {}, undefined],
    [['--gpu', '--cpu'], {}, undefined],
  ])('%j with %j', (argv, env, options) => {
    expect(readOptions(argv, env)).toEqual(options);
  });

  it('exits with 2 for an option that it does not know', () => {
    const main = join(repository, 'tools/setup/main.mjs');
    const { status, stderr } = spawnSync(process.execPath, [main, '--tpu'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^setup: unknown options \(--tpu\); usage: .*\n$/);
  });
});

it('says in one line that the cache cannot be written', () => {
  const main = join(repository, 'tools/setup/main.mjs');
  const env = { ...process.env, XDG_CACHE_HOME: main };
  const { status, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8', env });
  expect(stderr).toMatch(
    /^setup: cannot write .* \(\w+\); free some space there, or set XDG_CACHE_HOME .*\n$/,
  );
  expect(status).toBe(6);
});

describe('openProgress', () => {
  const show = (isTTY) => {
    let text = '';
    let clock = 0;
    const stream = {
      isTTY,
      columns: 80,
      write: (chunk) => {
        text += chunk;
      },
    };
    const progress = openProgress({ stream, now: () => clock });
    const step = progress.start('TensorFlow');
    step.bytes(100e6, 274e6);
    progress.say('hello');
    clock = 2_000;
    step.done('TensorFlow downloaded');
    progress.close();
    return text;
  };

  it('leaves one line a step where there is no terminal', () => {
    expect(show(false)).toBe('setup: hello\nsetup: TensorFlow downloaded, 2.0 s\n');
  });

  it('shows bytes and percent on a terminal', () => {
    expect(show(true)).toContain('setup: TensorFlow 100 of 274 MB (36 %), 0 s');
  });
});

it('has no record where set-up did not run', () => {
  symlinkSync('/nowhere', join(folder, 'node_modules'));
  expect(readRecord(folder)).toBeUndefined();
});
