import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, runCommand } from './run-command.mjs';
import { NativeObstacle, SetupError } from './setup-error.mjs';

const flags = ['-O2', '-std=c++17', '-fPIC', '-DNAPI_VERSION=8'];
const linkFlags = ['-shared', '-s', '-Wl,-rpath,$ORIGIN', '-Wl,--allow-shlib-undefined'];
const packageFolder = (root) => join(root, 'node_modules/@tensorflow/tfjs-node-gpu');

const sourcesOf = (root) => {
  const folder = join(packageFolder(root), 'binding');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
};

const quietSource = fileURLToPath(new URL('quiet-log.cc', import.meta.url));
const stepSource = fileURLToPath(new URL('../../libs/runtime/native/step-graph.cc', import.meta.url));
const stepHeader = fileURLToPath(new URL('../../libs/runtime/native/napi-values.h', import.meta.url));

const addonKey = (root, sources) => {
  const hash = createHash('sha256').update(JSON.stringify([flags, linkFlags]));
  for (const path of sources) hash.update(readFileSync(path));
  hash.update(readFileSync(join(root, 'node_modules/node-api-headers/package.json')));
  return hash.digest('hex').slice(0, 12);
};

/** Where the addons lie: beside the libraries they load, so that `$ORIGIN` finds them wherever the cache is. */
export const addonPaths = (root, library) => {
  const at = (name, sources) => join(library, 'tensorflow', `${name}-${addonKey(root, sources)}.node`);
  return {
    binding: at('tfjs_binding', sourcesOf(root)),
    quietLog: at('quiet_log', [quietSource]),
    stepGraph: at('step_graph', [stepSource, stepHeader]),
  };
};

/** True if both addons without which nothing runs are in the cache; false too where their sources are not installed yet. */
export const areAddonsThere = (root, library) => {
  try {
    const { binding, quietLog } = addonPaths(root, library);
    return existsSync(binding) && existsSync(quietLog);
  } catch {
    return false;
  }
};

const compile = async (args, { signal }) => {
  const result = await runCommand('g++', args, { signal });
  if (result.missing) {
    throw new NativeObstacle(
      'g++ is missing',
      'install a C++ compiler (on Debian or Ubuntu: apt install g++)',
    );
  }
  if (result.code !== 0) {
    const error = result.stderr.split('\n').find((line) => line.includes('error')) ?? lastLine(result);
    throw new SetupError(
      `g++ could not build the TensorFlow addon (${error.trim()})`,
      'install g++ 9 or later',
    );
  }
};

const buildOne = async (target, { sources, libraries, includes, work, signal }) => {
  const objects = sources.map((_, index) => `${join(work, basename(target))}.${index}.o`);
  await Promise.all(
    sources.map((source, index) =>
      compile([...flags, ...includes, '-c', source, '-o', objects[index]], { signal }),
    ),
  );
  const output = join(work, basename(target));
  await compile([...linkFlags, ...objects, ...libraries, '-o', output], { signal });
  renameSync(output, target);
};

/** Without it training runs kernel by kernel, so that what stands against it is said and nothing fails. */
const buildStepGraph = async (target, { progress, ...context }) => {
  if (existsSync(target)) return { stepGraph: target };
  try {
    await buildOne(target, { ...context, sources: [stepSource] });
    return { stepGraph: target };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    progress.say(`training will run kernel by kernel: ${error.message}; ${error.advice}`);
    return { stepGraphMissing: error.message };
  }
};

/**
 * Builds tfjs-node-gpu's own C++ sources, the log silencer and the training step's graph against the library in the cache.
 * Returns their paths, with `stepGraphMissing`, the reason, where the last could not be built.
 */
export const buildAddons = async ({ root, library, progress, signal }) => {
  const paths = addonPaths(root, library);
  const missing = Object.values(paths).filter((path) => !existsSync(path));
  if (missing.length === 0) return paths;
  const step = progress.start('TensorFlow addons');
  const tensorflow = join(library, 'tensorflow');
  const work = join(library, `build-${process.pid}`);
  mkdirSync(work, { recursive: true });
  const includes = [join(root, 'node_modules/node-api-headers/include'), join(tensorflow, 'include')].map(
    (path) => `-I${path}`,
  );
  const libraries = ['cc', 'framework'].map((part) => join(tensorflow, `libtensorflow_${part}.so.2`));
  const context = { includes, libraries, work, signal };
  const { binding, quietLog, stepGraph } = paths;
  try {
    if (!existsSync(quietLog))
      await buildOne(quietLog, { ...context, sources: [quietSource], libraries: ['-ldl'] });
    if (!existsSync(binding))
      await buildOne(binding, {
        ...context,
        sources: sourcesOf(root).filter((path) => path.endsWith('.cc')),
      });
    const built = await buildStepGraph(stepGraph, { ...context, progress });
    step.done(built.stepGraph ? 'TensorFlow addons compiled' : 'TensorFlow addons in part');
    return { binding, quietLog, ...built };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

const recordPath = (root) => join(packageFolder(root), 'lib/raredx-runtime.json');

/** What set-up did for this checkout; `libs/runtime` reads it to say which runtime there is, and why. */
export const readRecord = (root) => {
  try {
    return JSON.parse(readFileSync(recordPath(root), 'utf8'));
  } catch {
    return undefined;
  }
};

/** Replaces the record at once. */
export const writeRecord = (root, record) => {
  mkdirSync(join(packageFolder(root), 'lib'), { recursive: true });
  const temporary = `${recordPath(root)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(temporary, recordPath(root));
};

/** Puts the addon where tfjs-node-gpu looks for it. */
export const linkAddon = (root, addon) => {
  const folder = join(packageFolder(root), 'lib/napi-v8');
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `link-${process.pid}`);
  rmSync(temporary, { force: true });
  symlinkSync(addon, temporary);
  renameSync(temporary, join(folder, 'tfjs_binding.node'));
};

/** Takes the addon away again, so that nothing loads a library that does not work here. */
export const unlinkAddon = (root) =>
  rmSync(join(packageFolder(root), 'lib/napi-v8/tfjs_binding.node'), { force: true });
