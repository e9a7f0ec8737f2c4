import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { freshWeights } from '../../loop/fresh-weights.ts';
import { leafLayers, namedWeights } from '../../loop/layer-weights.ts';
import { type ExplainedNetwork, picturesAtOnce } from './explained-network.ts';
import { type PictureBatch, pictureSize } from './picture-batch.ts';

type Norm = tfjs.layers.Layer & { momentum: number };

/**
 * Does something with a network that has learned nothing: fresh weights in every layer, normalisations that know the
 * pictures (else what they pass on would be all zeros or all ceiling), the readout's weights shuffled. The network has its
 * own weights back afterwards.
 */
export async function withRandomWeights<T>(
  network: ExplainedNetwork,
  { pictures, random }: { readonly pictures: PictureBatch; readonly random: Random },
  work: (network: ExplainedNetwork) => Promise<T>,
): Promise<T> {
  const { tf, model, readout } = network;
  const weights = namedWeights(model);
  const own = weights.map(({ variable }) => tf.clone(variable));
  try {
    freshWeights(tf, weights, random.fork('weights'));
    knowPictures(network, pictures);
    const { width } = readout;
    const shuffledWeights = readout.weights.slice();
    for (let row = 0; row < readout.bias.length; row++) {
      const stream = random.fork('readout').fork(row);
      for (let at = width - 1; at > 0; at--) {
        const [a, b] = [row * width + at, row * width + stream.integer(at + 1)];
        [shuffledWeights[a], shuffledWeights[b]] = [shuffledWeights[b], shuffledWeights[a]];
      }
    }
    return await work({ ...network, readout: { ...readout, weights: shuffledWeights } });
  } finally {
    weights.forEach(({ variable }, at) => {
      variable.assign(own[at] as never);
      own[at].dispose();
    });
  }
}

/** Sets the statistics of every BatchNorm to those of some pictures, in one pass: with momentum 0 nothing old is kept. */
function knowPictures({ tf, model }: ExplainedNetwork, pictures: PictureBatch): void {
  const norms = leafLayers(model).filter((layer) => layer.getClassName() === 'BatchNormalization') as Norm[];
  if (norms.length === 0) return;
  const momenta = norms.map(({ momentum }) => momentum);
  for (const norm of norms) norm.momentum = 0;
  const count = Math.min(picturesAtOnce, pictures.rows);
  const { height, width } = pictures;
  tf.tidy(() => {
    const part = pictures.pixels.subarray(0, count * pictureSize(pictures));
    model.apply(tf.tensor4d(part, [count, height, width, 3]), { training: true });
  });
  norms.forEach((norm, at) => {
    norm.momentum = momenta[at];
  });
}
