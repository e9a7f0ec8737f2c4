import { openBackbone } from '@raredx/backbone';
import { ConfigError, type EncodedModelSpec, type EncoderSpec, type FineTunedSpec } from '@raredx/experiment';
import type { Runtime } from '@raredx/runtime';
import { createRandom } from '@raredx/stats';
import { type ExplainedNetwork, type Head, openTransferModel } from '@raredx/training';
import { openEncoder } from './encode-samples.ts';
import type { RefitSpec } from './explain-heads.ts';
import type { ExplainedEncoder } from './explain-pixels.ts';
import { headOf } from './models/head-model.ts';
import type { KeptModel } from './models/sample-model.ts';
import type { Moments } from './standardised-by-site.ts';

/** A trained model of pictures, opened so that one can look into it. */
export interface OpenedNetwork {
  readonly network: Omit<ExplainedNetwork, 'readout'>;
  /** The linear scores behind the features. */
  readonly head: Head;
  readonly encoder: ExplainedEncoder;
  /** How features are brought to one scale, where the model does so. */
  readonly standardise: 'pooled' | 'site';
  /** Of all sites that were learned from, where features are standardised within each. */
  readonly moments: Moments | undefined;
  /** How its head is fitted again; of a fine-tuned network only the head is. */
  readonly refit: RefitSpec;
  readonly frozen: EncoderSpec | null;
  readonly dispose: () => void;
}

/**
 * @throws ConfigError for a model without a network, or an encoder that gives no layers
 */
export async function openNetwork(
  kept: KeptModel,
  spec: EncodedModelSpec,
  runtime: Runtime,
): Promise<OpenedNetwork> {
  if (spec.kind === 'fine-tuned') return fineTuned(kept, runtime);
  if (spec.kind === 'head') return onFrozen(kept, spec, runtime);
  throw new ConfigError(
    '--model',
    `${spec.name} has no network of its own`,
    'name a model of kind head or fine-tuned',
  );
}

async function onFrozen(kept: KeptModel, refit: RefitSpec, runtime: Runtime): Promise<OpenedNetwork> {
  const { encoder, standardise } = kept.settings as unknown as {
    encoder: EncoderSpec;
    standardise: 'pooled' | 'site';
  };
  const backbone = await openEncoder(encoder, runtime);
  if (backbone.kind !== 'image' || !backbone.layersModel) {
    backbone.dispose();
    throw new ConfigError(
      'explain',
      `${encoder.name} gives no layers to look into`,
      'only its scores can be judged',
    );
  }
  const model = backbone.layersModel();
  const { lastConvolution } = backbone;
  return {
    network: {
      ...{ tf: runtime.tf, model, views: Array.from({ length: encoder.views }, (_, view) => view % 8) },
      ...(lastConvolution === undefined ? {} : { mapLayer: lastConvolution }),
    },
    ...{
      head: headOf(kept),
      encoder: { ...encoder, rounded: false },
      standardise,
      moments: momentsOf(kept),
      refit,
      frozen: { ...encoder, jitter: 0 },
    },
    dispose: () => {
      model.dispose();
      backbone.dispose();
    },
  };
}

function momentsOf({ tensors: { mean, variance } }: KeptModel): Moments | undefined {
  if (!mean || !variance) return undefined;
  const values = ({ data }: typeof mean) => Float64Array.from(data as Float64Array);
  return { mean: values(mean), variance: values(variance) };
}

async function fineTuned(kept: KeptModel, runtime: Runtime): Promise<OpenedNetwork> {
  const { spec, classes } = kept.settings as unknown as {
    spec: FineTunedSpec;
    classes: readonly string[];
  };
  const backbone = await openBackbone('efficientnet-lite0', { runtime, size: spec.size });
  const network = backbone.layersModel?.();
  if (!network) throw new Error('explain: the encoder has no layers');
  const model = openTransferModel(runtime, network, {
    head: { units: classes.length, dropout: spec.dropout },
    strategy: { kind: 'frozen' },
    blocks: backbone.blocks,
    random: createRandom(0),
  });
  for (const { name, variable } of model.variables) {
    const tensor = kept.tensors[name];
    if (!tensor) throw new Error(`explain: the kept model lacks ${name}`);
    const values = runtime.tf.tensor(Float32Array.from(tensor.data as Float32Array), [...tensor.shape]);
    variable.assign(values as never);
    values.dispose();
  }
  const [kernel, bias] = model.model.layers.at(-1)?.getWeights() ?? [];
  if (!kernel || !bias) throw new Error('explain: the kept model has no scores');
  const head: Head = {
    ...{ kind: 'softmax', classNames: classes, width: kernel.shape[0] as number, notes: [] },
    coefficients: Float64Array.from(runtime.tf.tidy(() => runtime.tf.transpose(kernel).dataSync())),
    intercept: Float64Array.from(bias.dataSync()),
  };
  return {
    network: {
      ...{ tf: runtime.tf, model: network, views: spec.upright ? [0] : [0, 2, 4, 6] },
      ...(backbone.lastConvolution === undefined ? {} : { mapLayer: backbone.lastConvolution }),
    },
    head,
    encoder: { size: spec.size, colour: 'as-is', rounded: true },
    standardise: 'pooled',
    moments: undefined,
    refit: { head: 'softmax', criterion: 'log-loss', balanced: false },
    frozen: null,
    dispose: () => {
      model.release();
      network.dispose();
      backbone.dispose();
    },
  };
}
