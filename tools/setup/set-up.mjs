import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTypeScript } from './build.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { withLock } from './lock.mjs';
import { provideNativeRuntime, recordObstacle } from './native-runtime.mjs';
import { arePackagesCurrent, installPackages } from './packages.mjs';
import { openProgress } from './progress.mjs';
import { NativeObstacle, SetupError } from './setup-error.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const usage = 'usage: node tools/setup/main.mjs [--gpu | --cpu] [--without-runtime]';

/** @returns {{ wanted: 'gpu' | 'cpu' | undefined, native: boolean } | undefined} undefined for an unknown option */
export const readOptions = (argv, env = process.env) => {
  const known = new Set(['--gpu', '--cpu', '--without-runtime']);
  if (argv.some((option) => !known.has(option)) || (argv.includes('--gpu') && argv.includes('--cpu')))
    return undefined;
  const wanted = argv.includes('--gpu') ? 'gpu' : argv.includes('--cpu') ? 'cpu' : undefined;
  const native = !argv.includes('--without-runtime') && !['wasm', 'js'].includes(env.RAREDX_RUNTIME);
  return { wanted, native };
};

const onSignals = (controller) => {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => controller.abort(Object.assign(new Error('interrupted'), { exitCode: code })));
  }
};

const nativeOrFallBack = async (context) => {
  try {
    await provideNativeRuntime(context);
  } catch (error) {
    if (!(error instanceof NativeObstacle) || context.wanted === 'gpu') throw error;
    await context.packages;
    recordObstacle(context.root, error);
    context.progress.say(`no native TensorFlow, wasm will be used: ${error.message}; ${error.advice}`);
  }
};

const doSteps = async ({ root, options, progress, controller }) => {
  const { signal } = controller;
  const failing = (work) =>
    work.catch((error) => {
      if (!signal.aborted) controller.abort(error);
      throw error;
    });
  const context = { root, progress, signal };
  const packages = failing(installPackages(context));
  const native = options.native
    ? failing(nativeOrFallBack({ ...context, wanted: options.wanted, packages }))
    : Promise.resolve();
  const build = failing(packages.then(() => buildTypeScript(context)));
  await Promise.allSettled([packages, native, build]);
  if (signal.aborted) throw signal.reason;
};

const writableAdvice =
  'free some space there, or set XDG_CACHE_HOME to a folder with 1 GB that you may write';

const report = (error, progress) => {
  progress.close();
  if (error instanceof SetupError) {
    console.error(`setup: ${error.message}; ${error.advice}`);
    return error.exitCode;
  }
  if (['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT'].includes(error.code)) {
    console.error(`setup: cannot write ${error.path ?? cacheFolder()} (${error.code}); ${writableAdvice}`);
    return 6;
  }
  if (error.exitCode) {
    console.error('setup: interrupted; the same command goes on from here');
    return error.exitCode;
  }
  console.error(error);
  return 1;
};

/** Brings the checkout into the state every command needs. Returns the exit code. */
export const setUp = async (argv, { root = repository } = {}) => {
  const options = readOptions(argv);
  if (!options) {
    console.error(`setup: unknown options (${argv.join(' ')}); ${usage}`);
    return 2;
  }
  const controller = new AbortController();
  onSignals(controller);
  const progress = openProgress();
  const lock = join(
    cacheFolder(),
    'locks',
    `${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`,
  );
  try {
    await withLock(
      lock,
      async () => {
        if (!arePackagesCurrent(root))
          progress.say('first run: packages, TensorFlow and a build, about a minute');
        await doSteps({ root, options, progress, controller });
      },
      {
        onWait: () => progress.say('another set-up is at work here: waiting for it'),
        signal: controller.signal,
      },
    );
    progress.close();
    return 0;
  } catch (error) {
    return report(error, progress);
  }
};
