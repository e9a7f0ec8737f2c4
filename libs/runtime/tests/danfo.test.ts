import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readNativeRecord } from '../src/native-record.ts';
import { openRuntime } from '../src/open-runtime.ts';

const require = createRequire(new URL('../../cohort/package.json', import.meta.url));
const missing = 'unavailable' in readNativeRecord();

describe.skipIf(missing)('danfo beside native TensorFlow in one process', () => {
  it('shares the tensor class and the backend, and both go on working', async () => {
    const { tf } = await openRuntime();
    const { DataFrame, tensorflow } = require('danfojs-node');
    const frame = new DataFrame([
      [1, 2],
      [3, 4],
    ]);
    expect(frame.tensor).toBeInstanceOf(tf.Tensor);
    expect(tensorflow.getBackend()).toBe('tensorflow');
    expect([...tf.matMul(frame.tensor, frame.tensor).dataSync()]).toEqual([7, 10, 15, 22]);
    expect(frame.sum({ axis: 0 }).values).toEqual([4, 6]);
  });
});
