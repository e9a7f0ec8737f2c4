import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  areAddonsThere,
  buildAddons,
  linkAddon,
  readRecord,
  unlinkAddon,
  writeRecord,
} from './native-addon.mjs';
import { lastLine, runCommand } from './run-command.mjs';
import { NativeObstacle, SetupError } from './setup-error.mjs';
import { isLibraryComplete, libraryFolder, pinned, provideLibrary } from './tensorflow-library.mjs';

const glibcVersion = () => {
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime;
};

const isOlder = (version, than) => {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
};

/** Throws what stands against TensorFlow's wheel on this machine, before anything is downloaded. */
export const requirePlatform = ({ platform = process.platform, arch = process.arch } = {}) => {
  const advice = 'native TensorFlow needs Linux on x86-64 with AVX and glibc 2.27 or later';
  if (platform !== 'linux' || arch !== 'x64')
    throw new NativeObstacle(`${platform} on ${arch} is not supported`, advice);
  const glibc = glibcVersion();
  if (!glibc) throw new NativeObstacle('this Linux has no glibc', advice);
  if (isOlder(glibc, pinned.glibc)) throw new NativeObstacle(`glibc ${glibc} is too old`, advice);
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  if (flags && !/\bavx\b/.test(flags)) throw new NativeObstacle('this processor has no AVX', advice);
};

const requireCompiler = async (signal) => {
  const result = await runCommand('g++', ['--version'], { signal });
  if (result.code === 0) return;
  throw new NativeObstacle('g++ is missing', 'install a C++ compiler (on Debian or Ubuntu: apt install g++)');
};

const tryOut = `
process.env.TF_CPP_MIN_LOG_LEVEL = '3';
process.env.CUDA_VISIBLE_DEVICES ??= '-1';
Object.assign(require('node:util'), { isNullOrUndefined: (x) => x == null, isArray: Array.isArray });
const tf = require('@tensorflow/tfjs-node-gpu');
if (tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0] !== 11) throw new Error('1 * 3 + 2 * 4 is not 11');
`;

/** Runs the addon once in a child: a library that crashes the process must show here, not in the middle of a training. */
const requireItWorks = async ({ root, signal }) => {
  const result = await runCommand(process.execPath, ['-e', tryOut], { cwd: root, signal });
  if (result.code === 0) return;
  unlinkAddon(root);
  const why = result.killedBy ?? lastLine(result);
  throw new NativeObstacle(`native TensorFlow was built but does not run (${why})`, 'see `raredx doctor`');
};

const isLinked = (root) =>
  existsSync(join(root, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node'));

/** Asked for nothing, a GPU runtime set up earlier stays. */
const flavourFor = (root, wanted) => wanted ?? readRecord(root)?.flavour ?? 'cpu';

/**
 * Native TensorFlow for this checkout: library from the user's cache or the package index, addon compiled against it,
 * linked into node_modules. `packages` is the promise of an installed node_modules: the download does not wait for it.
 */
export const provideNativeRuntime = async ({ root, wanted, packages, progress, signal }) => {
  const flavour = flavourFor(root, wanted);
  const known = libraryFolder(flavour);
  requirePlatform();
  if (!(isLibraryComplete(known) && areAddonsThere(root, known))) await requireCompiler(signal);
  const library = await provideLibrary({ flavour, progress, signal });
  await packages;
  const addons = await buildAddons({ root, library, progress, signal });
  const record = { flavour, version: pinned.version, library, ...addons };
  const before = readRecord(root);
  if (!isLinked(root) || before?.binding !== addons.binding) {
    linkAddon(root, addons.binding);
    await requireItWorks({ root, signal });
  }
  if (JSON.stringify(before) !== JSON.stringify(record)) writeRecord(root, record);
  return record;
};

/** Notes for `libs/runtime` why there is no native runtime. */
export const recordObstacle = (root, error) => {
  unlinkAddon(root);
  writeRecord(root, { unavailable: error.message, advice: error.advice });
};

export { NativeObstacle, SetupError };
