import { createRequire } from 'node:module';
import { loadQuietly } from './load-quietly.ts';
import type { Tensorflow } from './runtime.ts';

const require = createRequire(import.meta.url);

const loadUnion = () => loadQuietly(() => require('@tensorflow/tfjs') as Tensorflow);

/** The WebAssembly backend, or null where this Node cannot run it. Some gradients (2-d convolution) are missing in it. */
export const openWasm = async (): Promise<Tensorflow | null> => {
  const tf = loadUnion();
  loadQuietly(() => require('@tensorflow/tfjs-backend-wasm'));
  try {
    return (await tf.setBackend('wasm')) ? tf : null;
  } catch {
    return null;
  }
};

/** The pure JavaScript backend: always there, 40 to 340 times slower than native. */
export const openJs = async (): Promise<Tensorflow> => {
  const tf = loadUnion();
  await tf.setBackend('cpu');
  // the backend greets on the console at its first operation unless it believes that it has done so
  Object.assign(tf.backend(), { firstUse: false });
  return tf;
};
