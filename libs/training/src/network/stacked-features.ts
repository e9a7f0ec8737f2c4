import type * as tfjs from '@tensorflow/tfjs';
import type { Features } from '../learner.ts';
import type { Tensors } from '../tensors.ts';

/** Features of all members as one tensor (members, most rows, columns); shorter members are padded with zeros. */
export function stackedFeatures(tf: Tensors, features: readonly Features[]): tfjs.Tensor3D {
  const rows = Math.max(...features.map((member) => member.rows));
  const width = features[0].columns.length;
  const values = new Float32Array(features.length * rows * width);
  features.forEach((member, m) => {
    for (let c = 0; c < width; c++) {
      const column = member.columns[c];
      for (let row = 0; row < member.rows; row++) values[(m * rows + row) * width + c] = column[row];
    }
  });
  return tf.tensor3d(values, [features.length, rows, width]);
}

/** The first `rows` rows of member m of a stacked result, row-major. */
export function memberRows(
  values: Float32Array,
  shape: readonly number[],
  { member, rows }: { readonly member: number; readonly rows: number },
): Float64Array {
  const [, most, width] = shape;
  const start = member * most * width;
  return Float64Array.from(values.subarray(start, start + rows * width));
}
