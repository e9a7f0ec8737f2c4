import { type GraphBuilder, graphBuilder } from '../graph/graph-builder.ts';
import { type FoldedConvolution, foldNormalisation } from './fold-normalisation.ts';
import { isResidual, lite0Blocks } from './lite0-blocks.ts';
import type { Lite0Weights } from './lite0-weights.ts';

export const lite0Input = 'pixels';
export const lite0Output = 'features';

const float = { T: { type: 'float' } } as const;

const convolve = (graph: GraphBuilder, layer: FoldedConvolution, input: string): string => {
  const { shape, depthwise, stride, kernel, bias, rectified } = layer;
  const convolution = graph.node(
    depthwise ? 'DepthwiseConv2dNative' : 'Conv2D',
    [input, graph.constant(kernel, shape)],
    {
      ...float,
      strides: { integers: [1, stride, stride, 1] },
      padding: { text: 'SAME' },
      data_format: { text: 'NHWC' },
    },
  );
  const biased = graph.node('BiasAdd', [convolution, graph.constant(bias, [bias.length])], float);
  return rectified ? graph.node('Relu6', [biased], float) : biased;
};

/**
 * EfficientNet-Lite0 for inference as a TensorFlow graph: normalisation folded into the convolutions. Pixels 0 to 255 as
 * (batch, height, width, 3) float32 in, 1280 features out.
 */
export function lite0Graph({ stem, blocks, head }: Lite0Weights): Uint8Array {
  const graph = graphBuilder();
  const scalar = (value: number) => graph.constant(Float32Array.of(value), []);
  const pixels = graph.placeholder(lite0Input, 'float', [-1, -1, -1, 3]);
  const centred = graph.node('Sub', [pixels, scalar(127)], float);
  const first = foldNormalisation(stem);
  // a power of two moves no digit: dividing the kernel gives the same bits, and saves a pass over the pixels
  const scaled = { ...first, kernel: first.kernel.map((value) => value / 128) };
  let x = convolve(graph, scaled, centred);
  blocks.forEach((layers, at) => {
    const input = x;
    for (const layer of layers) x = convolve(graph, foldNormalisation(layer), x);
    if (isResidual(lite0Blocks[at])) x = graph.node('AddV2', [x, input], float);
  });
  x = convolve(graph, foldNormalisation(head), x);
  const axes = graph.constant(Int32Array.of(1, 2), [2]);
  graph.node(
    'Mean',
    [x, axes],
    { ...float, Tidx: { type: 'int32' }, keep_dims: { flag: false } },
    lite0Output,
  );
  return graph.savedModel();
}
