/** A tensor as torch keeps it: a view of a storage. `strides` are in elements. */
export interface StridedTensor {
  readonly storage: Float32Array | BigInt64Array;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * The values in row-major order of the axes as `order` puts them: `[2, 3, 1, 0]` makes TensorFlow's HWIO of torch's OIHW.
 *
 * @example
 * permuted({ storage: Float32Array.of(1, 2, 3, 4), offset: 0, shape: [2, 2], strides: [2, 1] }, [1, 0]) // => Float32Array.of(1, 3, 2, 4)
 */
export function permuted(tensor: StridedTensor, order: readonly number[]): Float32Array {
  const { storage, offset } = tensor;
  if (!(storage instanceof Float32Array)) throw new TypeError('backbone: weights are not float32');
  const shape = order.map((axis) => tensor.shape[axis]);
  const strides = order.map((axis) => tensor.strides[axis]);
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  for (let at = 0, from = offset; at < values.length; at++) {
    values[at] = storage[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return values;
}
