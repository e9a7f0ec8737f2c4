import type { Random } from '@raredx/stats';
import type { Tensors } from '../tensors.ts';
import { TrainingError } from '../training-error.ts';
import type { NamedWeight } from './layer-weights.ts';

const zeros = new Set(['bias', 'beta', 'moving_mean']);
const ones = new Set(['gamma', 'moving_variance']);

/**
 * Gives weights the values that an untrained layer has (Glorot-uniform kernels, zero biases, neutral normalisation),
 * each drawn from its own stream: tfjs's initializers take their numbers from a global generator.
 *
 * Glorot X, Bengio Y (2010). Understanding the difficulty of training deep feedforward neural networks. AISTATS.
 */
export function freshWeights(tf: Tensors, weights: readonly NamedWeight[], random: Random): void {
  for (const { name, variable } of weights) {
    const kind = name.split('.').at(-1) ?? '';
    const values = new Float32Array(variable.size);
    if (ones.has(kind)) values.fill(1);
    else if (!zeros.has(kind)) drawUniform(values, glorotLimit(name, variable.shape), random.fork(name));
    const tensor = tf.tensor(values, variable.shape);
    variable.assign(tensor);
    tensor.dispose();
  }
}

function drawUniform(values: Float32Array, limit: number, random: Random): void {
  for (let at = 0; at < values.length; at++) values[at] = (random.uniform() * 2 - 1) * limit;
}

/** √(6 / (fan in + fan out)), a kernel's receptive field counted in both. */
function glorotLimit(name: string, shape: readonly number[]): number {
  if (shape.length < 2)
    throw new TrainingError('model', `no rule for the first values of ${name}`, 'use dense or conv layers');
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return Math.sqrt(6 / (field * (shape[shape.length - 2] + shape[shape.length - 1])));
}
