/** For each target position: the first source position and the weights from there on, which sum to 1. */
export interface ResizeWeights {
  readonly first: Int32Array;
  /** `taps` weights a target position, padded with zeros. */
  readonly weights: Float64Array;
  readonly taps: number;
}

/**
 * Bilinear weights of one axis, widened when shrinking so that every source pixel counts (antialiasing), as Pillow,
 * `tf.image.resize(antialias=True)` and torchvision do. The window `[start, start + length)` of the source is shown.
 */
export function resizeWeights(
  source: number,
  target: number,
  { start, length }: { readonly start: number; readonly length: number },
): ResizeWeights {
  const scale = length / target;
  const reach = Math.max(1, scale);
  const taps = Math.min(source, 2 * Math.ceil(reach) + 1);
  const first = new Int32Array(target);
  const weights = new Float64Array(target * taps);
  for (let to = 0; to < target; to++) {
    const centre = start + (to + 0.5) * scale;
    const from = Math.max(0, Math.min(source - taps, Math.floor(centre - reach)));
    first[to] = from;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const weight = Math.max(0, 1 - Math.abs(from + tap + 0.5 - centre) / reach);
      weights[to * taps + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < taps; tap++) weights[to * taps + tap] /= sum;
  }
  return { first, weights, taps };
}
