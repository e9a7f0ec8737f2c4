import { ContractError } from '@raredx/tables';
import { permuted, type StridedTensor } from '../weights/strided-tensor.ts';
import { headWidth, lite0Blocks, stemWidth } from './lite0-blocks.ts';

/** A convolution without bias (HWIO, or HWI1 where each channel is filtered by itself) and the normalisation after it. */
export interface NormalisedConvolution {
  /** Name of its layer; the normalisation's is `<name>_bn`. */
  readonly name: string;
  readonly kernel: Float32Array;
  readonly shape: readonly [number, number, number, number];
  readonly depthwise: boolean;
  readonly stride: 1 | 2;
  /** ReLU6 after the normalisation; a projection is linear. */
  readonly rectified: boolean;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export interface Lite0Weights {
  readonly stem: NormalisedConvolution;
  readonly blocks: readonly (readonly NormalisedConvolution[])[];
  readonly head: NormalisedConvolution;
  /** The ImageNet classifier: (1280, 1000) and (1000). */
  readonly classifier: { readonly kernel: Float32Array; readonly bias: Float32Array };
}

type Wanted = Pick<NormalisedConvolution, 'name' | 'shape' | 'depthwise' | 'stride' | 'rectified'> & {
  readonly convolution: string;
  readonly normalisation: string;
};
type Tensors = ReadonlyMap<string, StridedTensor>;

const valuesOf = (tensors: Tensors, name: string, shape: readonly number[]): Float32Array => {
  const tensor = tensors.get(name);
  if (!tensor || tensor.shape.join() !== shape.join()) {
    throw new ContractError('efficientnet-lite0', `${name} is not of shape ${shape.join(' × ')}`);
  }
  return permuted(tensor, shape.length === 4 ? [2, 3, 1, 0] : shape.length === 2 ? [1, 0] : [0]);
};

const read = (tensors: Tensors, { convolution, normalisation, ...layer }: Wanted): NormalisedConvolution => {
  const [height, width, input, output] = layer.shape;
  const channels = layer.depthwise ? input : output;
  const torchShape = layer.depthwise ? [input, 1, height, width] : [output, input, height, width];
  const vector = (name: string) => valuesOf(tensors, `${normalisation}.${name}`, [channels]);
  return {
    ...layer,
    kernel: valuesOf(tensors, `${convolution}.weight`, torchShape),
    gamma: vector('weight'),
    beta: vector('bias'),
    mean: vector('running_mean'),
    variance: vector('running_var'),
  };
};

const blockLayers = (at: number): readonly Wanted[] => {
  const { input, expanded, output, kernel, stride } = lite0Blocks[at];
  const from = `_blocks.${at}`;
  const expand: Wanted = {
    ...{ name: `block${at}_expand`, convolution: `${from}._expand_conv`, normalisation: `${from}._bn0` },
    ...{ shape: [1, 1, input, expanded], depthwise: false, stride: 1, rectified: true },
  };
  const filter: Wanted = {
    ...{ name: `block${at}_filter`, convolution: `${from}._depthwise_conv`, normalisation: `${from}._bn1` },
    ...{ shape: [kernel, kernel, expanded, 1], depthwise: true, stride, rectified: true },
  };
  const project: Wanted = {
    ...{ name: `block${at}_project`, convolution: `${from}._project_conv`, normalisation: `${from}._bn2` },
    ...{ shape: [1, 1, expanded, output], depthwise: false, stride: 1, rectified: false },
  };
  return expanded === input ? [filter, project] : [expand, filter, project];
};

/**
 * The weights of EfficientNet-Lite0 in TensorFlow's order.
 *
 * @throws ContractError where a tensor is missing or of another shape
 */
export function lite0Weights(tensors: Tensors): Lite0Weights {
  const whole = { depthwise: false, rectified: true } as const;
  return {
    stem: read(tensors, {
      ...{ ...whole, name: 'stem', shape: [3, 3, 3, stemWidth], stride: 2 },
      ...{ convolution: '_conv_stem', normalisation: '_bn0' },
    }),
    blocks: lite0Blocks.map((_, at) => blockLayers(at).map((layer) => read(tensors, layer))),
    head: read(tensors, {
      ...{ ...whole, name: 'head', shape: [1, 1, lite0Blocks.at(-1)!.output, headWidth], stride: 1 },
      ...{ convolution: '_conv_head', normalisation: '_bn1' },
    }),
    classifier: {
      kernel: valuesOf(tensors, '_fc.weight', [1000, headWidth]),
      bias: valuesOf(tensors, '_fc.bias', [1000]),
    },
  };
}
