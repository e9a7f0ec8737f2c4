import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { Runtime } from '../runtime.ts';
import { keyedUniform } from './keyed-uniform.ts';

/**
 * Dropout whose mask is a function of a key: what is kept is divided by 1 − rate. The key is an int32 tensor of two
 * numbers, given to the step as an input, for example (seed, step); the same key gives the same mask on every engine,
 * so a resumed training sees the masks that it would have seen.
 *
 * @param options.layer tells apart the dropouts of one network, which may share a key
 */
export const keyedDropout = <T extends Tensor>(
  runtime: Runtime,
  x: T,
  { rate, key, layer = 0 }: { readonly rate: number; readonly key: Tensor1D; readonly layer?: number },
): T => {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate outside [0, 1) (${rate})`);
  if (rate === 0) return x;
  const { tf } = runtime;
  return tf.tidy(() => {
    const kept = keyedUniform(
      runtime,
      x.shape,
      layer === 0 ? key : key.add(tf.tensor1d([0, layer], 'int32')),
    );
    return x.mul(
      kept
        .greaterEqual(rate)
        .cast('float32')
        .mul(1 / (1 - rate)),
    ) as T;
  });
};
