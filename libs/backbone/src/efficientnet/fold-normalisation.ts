import { batchNormEpsilon } from './lite0-blocks.ts';
import type { NormalisedConvolution } from './lite0-weights.ts';

/** A convolution with bias. */
export interface FoldedConvolution
  extends Pick<NormalisedConvolution, 'name' | 'shape' | 'depthwise' | 'stride' | 'rectified' | 'kernel'> {
  readonly bias: Float32Array;
}

/**
 * The convolution that does what convolution and normalisation do one after the other, at inference:
 *
 *     k' = k γ / √(σ² + ε),   b' = β − μ γ / √(σ² + ε)
 */
export function foldNormalisation(layer: NormalisedConvolution): FoldedConvolution {
  const { gamma, beta, mean, variance, kernel, ...facts } = layer;
  const factors = Float64Array.from(gamma, (value, at) => value / Math.sqrt(variance[at] + batchNormEpsilon));
  // the channel is the last axis in both orders: HWIO, and HWI1 where the last axis is 1
  const channels = factors.length;
  return {
    ...facts,
    kernel: kernel.map((value, at) => value * factors[at % channels]),
    bias: beta.map((value, at) => value - mean[at] * factors[at]),
  };
}
