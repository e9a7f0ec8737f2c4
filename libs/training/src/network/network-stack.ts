import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import type { Weights } from '../learner.ts';
import type { Tensors } from '../tensors.ts';

/** One dense layer of all members: kernel (members, in, out), bias (members, 1, out). */
export interface StackedLayer {
  readonly kernel: tfjs.Variable;
  readonly bias: tfjs.Variable;
}

/**
 * Independent networks of one architecture, one a member, trained side by side: member m's arithmetic touches only
 * slice m of every tensor, so twenty-six folds cost little more than one. Dispose it when done.
 */
export interface NetworkStack {
  readonly members: number;
  readonly widths: readonly number[];
  readonly layers: readonly StackedLayer[];
}

/**
 * Builds the stack with Glorot-uniform kernels and zero biases; member m draws from `randoms[m]` alone.
 *
 * @param widths inputs, hidden layers, outputs
 */
export function createStack(
  tf: Tensors,
  widths: readonly number[],
  randoms: readonly Random[],
): NetworkStack {
  const layers = widths.slice(1).map((out, at): StackedLayer => {
    const into = widths[at];
    const limit = Math.sqrt(6 / (into + out));
    const kernel = new Float32Array(randoms.length * into * out);
    randoms.forEach((random, m) => {
      const draw = random.fork(`layer-${at}`);
      for (let i = 0; i < into * out; i++) kernel[m * into * out + i] = (draw.uniform() * 2 - 1) * limit;
    });
    return tf.tidy(() => ({
      kernel: tf.variable(tf.tensor3d(kernel, [randoms.length, into, out])),
      bias: tf.variable(tf.zeros([randoms.length, 1, out])),
    }));
  });
  return { members: randoms.length, widths, layers };
}

/**
 * Activations after `depth` layers (default: all): (members, rows, inputs) → (members, rows, units). Hidden layers are
 * rectified, the last one is linear.
 */
export function forward(
  tf: Tensors,
  stack: NetworkStack,
  x: tfjs.Tensor3D,
  depth = stack.layers.length,
): tfjs.Tensor3D {
  let activation = x;
  for (let at = 0; at < depth; at++) {
    const { kernel, bias } = stack.layers[at];
    const linear = tf.add(tf.matMul(activation, kernel as unknown as tfjs.Tensor3D), bias);
    activation = (at < stack.layers.length - 1 ? tf.relu(linear) : linear) as tfjs.Tensor3D;
  }
  return activation;
}

/** Replaces the last layer by a new one of `outputs` units; the others keep their variables. */
export function withNewHead(
  tf: Tensors,
  stack: NetworkStack,
  outputs: number,
  randoms: readonly Random[],
): NetworkStack {
  const widths = [...stack.widths.slice(0, -1), outputs];
  const fresh = createStack(tf, widths.slice(-2), randoms);
  disposeLayers(stack.layers.slice(-1));
  return { members: stack.members, widths, layers: [...stack.layers.slice(0, -1), ...fresh.layers] };
}

/** The weights of one member, by layer. */
export function memberWeights(tf: Tensors, stack: NetworkStack, member: number): Record<string, Weights> {
  const named: Record<string, Weights> = {};
  stack.layers.forEach((layer, at) => {
    for (const [name, variable] of Object.entries(layer)) {
      const part = tf.tidy(() => tf.slice(variable as tfjs.Tensor, member, 1));
      named[`layer-${at}.${name}`] = {
        shape: part.shape.slice(1),
        values: Float32Array.from(part.dataSync()),
      };
      part.dispose();
    }
  });
  return named;
}

export function disposeStack(stack: NetworkStack): void {
  disposeLayers(stack.layers);
}

function disposeLayers(layers: readonly StackedLayer[]): void {
  for (const { kernel, bias } of layers) {
    kernel.dispose();
    bias.dispose();
  }
}
