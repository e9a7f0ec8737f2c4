import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EnvironmentError } from './environment-error.ts';
import { loadQuietly } from './load-quietly.ts';
import { type NativeRecord, readNativeRecord } from './native-record.ts';
import type { Tensorflow } from './runtime.ts';

const require = createRequire(import.meta.url);

type Build = Exclude<NativeRecord, { readonly unavailable: string }>;

export type NativeBackend =
  | { readonly tf: Tensorflow; readonly device: 'cpu' | 'gpu'; readonly tensorflow: string }
  | { readonly unavailable: string; readonly advice: string };

const hasNvidiaDevice = () => existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');

const requireGpu = (build: Build): void => {
  if (build.flavour !== 'gpu') {
    throw new EnvironmentError(
      'runtime',
      'a GPU was asked for, but TensorFlow is set up for the CPU',
      'run `npm run setup -- --gpu`, or ask for device auto',
    );
  }
  if (!hasNvidiaDevice()) {
    throw new EnvironmentError(
      'runtime',
      'a GPU was asked for, but this machine shows none (no /dev/nvidiactl)',
      'install the NVIDIA driver or give the container its GPU (`docker run --gpus all`), or ask for device auto',
    );
  }
};

/** Read by TensorFlow once, while it loads; what the user has set stays. */
const setEnvironment = ({ device, deterministic }: { device: string; deterministic: boolean }): void => {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  if (device === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
  if (!deterministic) return;
  process.env.TF_DETERMINISTIC_OPS = '1';
  process.env.TF_NUM_INTRAOP_THREADS = '1';
  process.env.TF_NUM_INTEROP_THREADS = '1';
};

/** tfjs-node calls two functions that Node 22 deprecated aloud and Node 23 removed. */
const restoreUtil = (): void => {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
};

type NodeBackend = { readonly isUsingGpuDevice: boolean; readonly binding: { readonly TF_Version: string } };

const load = (build: Build): { tf: Tensorflow; backend: NodeBackend } => {
  if (process.env.TF_CPP_MIN_LOG_LEVEL === '3') require(build.quietLog);
  const tf = require('@tensorflow/tfjs-node-gpu') as Tensorflow;
  return { tf, backend: tf.backend() as unknown as NodeBackend };
};

/**
 * Loads native TensorFlow, or says why it cannot.
 * @throws EnvironmentError if a GPU was asked for and cannot be used
 */
export const openNative = (options: {
  device: 'auto' | 'cpu' | 'gpu';
  deterministic: boolean;
}): NativeBackend => {
  const record = readNativeRecord();
  if ('unavailable' in record) return record;
  if (options.device === 'gpu') requireGpu(record);
  setEnvironment(options);
  restoreUtil();
  try {
    const { tf, backend } = loadQuietly(() => load(record));
    const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
    if (options.device === 'gpu' && device === 'cpu') {
      throw new EnvironmentError(
        'runtime',
        'a GPU was asked for, but TensorFlow can use none',
        'compare the driver in `nvidia-smi` with `raredx doctor`, or ask for device auto',
      );
    }
    return { tf, device, tensorflow: backend.binding.TF_Version };
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const [line] = String(error instanceof Error ? error.message : error).split('\n');
    return { unavailable: `native TensorFlow does not load (${line})`, advice: 'run `npm run setup`' };
  }
};
