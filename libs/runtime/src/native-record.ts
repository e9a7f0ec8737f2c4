import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** What set-up left for this checkout: a native build, or the reason why there is none. */
export type NativeRecord =
  | {
      readonly flavour: 'cpu' | 'gpu';
      readonly version: string;
      readonly library: string;
      readonly binding: string;
      readonly quietLog: string;
      /** The addon that runs a training step as a graph, or why it could not be built. */
      readonly stepGraph?: string;
      readonly stepGraphMissing?: string;
    }
  | { readonly unavailable: string; readonly advice: string };

const notSetUp: NativeRecord = {
  unavailable: 'native TensorFlow is not set up',
  advice: 'run `npm run setup`',
};

/** Reads what set-up left; a build whose files are gone from the cache counts as not set up. Loads nothing. */
export const readNativeRecord = (): NativeRecord => {
  const folder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const path = join(folder, 'lib/raredx-runtime.json');
  if (!existsSync(path)) return notSetUp;
  const record = JSON.parse(readFileSync(path, 'utf8')) as NativeRecord;
  if ('unavailable' in record) return record;
  const needed = [
    join(folder, 'lib/napi-v8/tfjs_binding.node'),
    record.quietLog,
    join(record.library, 'tensorflow/libtensorflow_cc.so.2'),
    join(record.library, 'tensorflow/libtensorflow_framework.so.2'),
  ];
  if (needed.every((file) => existsSync(file))) return record;
  return { unavailable: 'native TensorFlow is gone from the cache', advice: 'run `npm run setup`' };
};
