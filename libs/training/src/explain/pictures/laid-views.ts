import type * as tfjs from '@tensorflow/tfjs';
import type { Tensors } from '../../tensors.ts';

const turned = [0, 2, 1, 3];

/**
 * Pictures laid down another way, as tensors, so that gradients go back through it.
 *
 * @param view 0 to 7: as it is, three quarter turns clockwise, then the same of the mirror image
 */
export function laid(tf: Tensors, x: tfjs.Tensor4D, view: number): tfjs.Tensor4D {
  const mirrored = view >= 4 ? tf.reverse(x, 2) : x;
  const quarters = view % 4;
  if (quarters === 1) return tf.reverse(tf.transpose(mirrored, turned), 2);
  if (quarters === 2) return tf.reverse(mirrored, [1, 2]);
  if (quarters === 3) return tf.reverse(tf.transpose(mirrored, turned), 1);
  return mirrored;
}

/** Undoes `laid`. */
export function laidBack(tf: Tensors, x: tfjs.Tensor4D, view: number): tfjs.Tensor4D {
  const quarters = view % 4;
  let upright = x;
  if (quarters === 1) upright = tf.transpose(tf.reverse(x, 2), turned);
  if (quarters === 2) upright = tf.reverse(x, [1, 2]);
  if (quarters === 3) upright = tf.transpose(tf.reverse(x, 1), turned);
  return view >= 4 ? tf.reverse(upright, 2) : upright;
}
