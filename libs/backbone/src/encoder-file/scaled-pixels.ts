import type { EncoderFile } from './encoder-file.ts';

/** Pixels 0 to 255 in NHWC order, scaled as the file's description says and put into its layout. */
export function scaledPixels(
  pixels: Float32Array,
  count: number,
  { range = [0, 1], mean = [0, 0, 0], std = [1, 1, 1], layout }: EncoderFile,
): Float32Array {
  const factors = std.map((deviation) => (range[1] - range[0]) / 255 / deviation);
  const offsets = mean.map((middle, channel) => (range[0] - middle) / std[channel]);
  const scaled = new Float32Array(pixels.length);
  const area = pixels.length / count / 3;
  for (let image = 0, at = 0; image < count; image++) {
    for (let pixel = 0; pixel < area; pixel++) {
      for (let channel = 0; channel < 3; channel++, at++) {
        const to = layout === 'nchw' ? (image * 3 + channel) * area + pixel : at;
        scaled[to] = pixels[at] * factors[channel] + offsets[channel];
      }
    }
  }
  return scaled;
}
