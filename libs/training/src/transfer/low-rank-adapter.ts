import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import type { NamedWeight } from '../loop/layer-weights.ts';
import type { NamedVariable } from '../loop/trainee.ts';
import type { Tensors } from '../tensors.ts';

/** A low-rank addition to one kernel. */
export interface LowRankAdapter {
  /** A (inputs, rank) and B (rank, outputs). */
  readonly factors: readonly [NamedVariable, NamedVariable];
  /** Writes W + scale · A · B into the kernel: from then on the layer is an ordinary one. */
  merge(): void;
  /** Takes the adapter off without merging and frees it. */
  release(): void;
}

type Readable = { read(): tfjs.Tensor };

/** Dense kernels (2 axes) and 1 × 1 convolutions (2 leading axes of 1), each with room for the rank. */
export function takesAdapter({ name, variable }: NamedWeight, rank: number): boolean {
  const { shape } = variable;
  const [inputs, outputs] = shape.slice(-2);
  const flat = shape.length === 2 || (shape.length === 4 && shape[0] === 1 && shape[1] === 1);
  return flat && /\.(Dense|Conv2D)\.kernel$/.test(name) && rank < Math.min(inputs, outputs);
}

/**
 * Puts an adapter on a kernel: its layer then reads W + scale · A · B in every pass, so gradients reach A and B. B is
 * zero at first, so that step 0 is the backbone; A is uniform in ±1 / √inputs.
 *
 * @param weight of a layer that reads `this.kernel` (dense, conv2d of tfjs 4.22)
 */
export function attachAdapter(
  tf: Tensors,
  { name, layer, variable }: NamedWeight,
  { rank, scale, random }: { readonly rank: number; readonly scale: number; readonly random: Random },
): LowRankAdapter {
  const [inputs, outputs] = variable.shape.slice(-2);
  const draw = random.fork(name);
  const limit = 1 / Math.sqrt(inputs);
  const first = Float32Array.from({ length: inputs * rank }, () => (draw.uniform() * 2 - 1) * limit);
  const [a, b] = tf.tidy(() => [
    tf.variable(tf.tensor2d(first, [inputs, rank])),
    tf.variable(tf.zeros([rank, outputs])),
  ]);
  const merged = () =>
    tf.tidy(() =>
      tf.add(
        variable,
        tf.reshape(tf.mul(tf.matMul(a as tfjs.Tensor2D, b as tfjs.Tensor2D), scale), variable.shape),
      ),
    );
  const owner = layer as unknown as { kernel: Readable };
  const stock = owner.kernel;
  // the layer's list of weights keeps the kernel itself, so that saving and counting go on as before
  owner.kernel = { read: merged };
  const release = () => {
    owner.kernel = stock;
    if (a.isDisposed) return;
    a.dispose();
    b.dispose();
  };
  return {
    factors: [
      { name: `${name}.adapter-a`, variable: a as tfjs.Variable },
      { name: `${name}.adapter-b`, variable: b as tfjs.Variable },
    ],
    merge() {
      const sum = merged();
      variable.assign(sum as tfjs.Variable);
      sum.dispose();
      release();
    },
    release,
  };
}
