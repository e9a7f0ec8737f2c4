import type { Tensorflow } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import type { ExplainedNetwork } from '../src/explain/pictures/explained-network.ts';
import type { PictureBatch } from '../src/explain/pictures/picture-batch.ts';

const side = 28;

/** Pictures of noise with one red square among others of other colours; `places` holds its upper left corners. */
export function redSquares(rows: number, seed: number) {
  const random = createRandom(seed);
  const pixels = Float32Array.from({ length: rows * side * side * 3 }, () => 110 + 30 * random.uniform());
  const places: (readonly [number, number])[] = [];
  const colours = [
    [230, 40, 40],
    [40, 230, 40],
    [40, 40, 230],
    [230, 230, 230],
    [20, 20, 20],
  ] as const;
  for (let row = 0; row < rows; row++) {
    // a square of each colour in a ninth of its own, so that none hides another
    const cells = Array.from({ length: 9 }, (_, cell) => ({ cell, key: random.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ cell }) => cell);
    colours.forEach((colour, at) => {
      const top = Math.floor(cells[at] / 3) * 9 + random.integer(3);
      const left = (cells[at] % 3) * 9 + random.integer(3);
      if (at === 0) places.push([top, left]);
      for (let y = top; y < top + 7; y++)
        for (let x = left; x < left + 7; x++) pixels.set(colour, ((row * side + y) * side + x) * 3);
    });
  }
  const pictures: PictureBatch = { rows, height: side, width: side, pixels };
  return { pictures, places };
}

/** A network whose first channel is red less green and blue, its others mixtures; the readout likes the first alone. */
export function redNetwork(tf: Tensorflow, rows: number, { views = [0] } = {}): ExplainedNetwork {
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ inputShape: [side, side, 3], scale: 1 / 128, offset: -1 }),
      tf.layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'relu', name: 'map' }),
      tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
    ],
  });
  const random = createRandom('red network');
  const kernel = new Float32Array(3 * 3 * 3 * 6).map(() => 0.05 * random.normal());
  [1, -0.6, -0.6].forEach((weight, channel) => {
    // the middle of the 3 × 3 kernel, first filter
    kernel[(4 * 3 + channel) * 6] = weight;
  });
  const map = model.getLayer('map');
  map.setWeights([tf.tensor4d(kernel, [3, 3, 3, 6]), tf.zeros([6])]);
  const weights = Float32Array.from({ length: rows * 6 }, (_, at) => (at % 6 === 0 ? 10 : 0.1));
  return { tf, model, mapLayer: 'map', views, readout: { width: 6, weights, bias: new Float32Array(rows) } };
}
