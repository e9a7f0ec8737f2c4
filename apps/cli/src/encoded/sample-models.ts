import type { EncodedExperiment, EncodedModelSpec, EncoderSpec } from '@raredx/experiment';
import { fewShotModel } from './models/few-shot-model.ts';
import { fineTunedModel } from './models/fine-tuned-model.ts';
import { headModel } from './models/head-model.ts';
import type { LearnedModel, ModelContext, SampleModel } from './models/sample-model.ts';
import { trivialModel } from './models/trivial-model.ts';

type Models = {
  readonly [Kind in EncodedModelSpec['kind']]: SampleModel<Extract<EncodedModelSpec, { kind: Kind }>>;
};

/** The model of each kind; a head without settings of its own sees the encoder of the experiment. */
export const sampleModels = (encoder: EncoderSpec): Models => ({
  head: headModel(encoder),
  trivial: trivialModel,
  'fine-tuned': fineTunedModel,
  'few-shot': fewShotModel(encoder),
});

/** Learns one model of an experiment. */
export function learnSamples(
  spec: EncodedModelSpec,
  { encoder }: EncodedExperiment,
  context: ModelContext,
): Promise<LearnedModel> {
  return (sampleModels(encoder)[spec.kind] as SampleModel<EncodedModelSpec>).learn(spec, context);
}
