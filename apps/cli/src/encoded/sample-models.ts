import {
  type EncodedExperiment,
  type EncodedModelSpec,
  type EncoderSpec,
  encodedExperimentSchema,
} from '@raredx/experiment';
import { averageModel } from './models/average-model.ts';
import { fewShotModel } from './models/few-shot-model.ts';
import { fineTunedModel } from './models/fine-tuned-model.ts';
import { headModel } from './models/head-model.ts';
import type {
  KeptModel,
  LearnedModel,
  ModelContext,
  PredictContext,
  PredictedSamples,
  SampleModel,
} from './models/sample-model.ts';
import { summingToOne } from './models/summing-to-one.ts';
import { trivialModel } from './models/trivial-model.ts';
import type { Samples } from './samples.ts';

type Models = {
  readonly [Kind in EncodedModelSpec['kind']]: SampleModel<Extract<EncodedModelSpec, { kind: Kind }>>;
};

/** The model of each kind; a head without settings of its own sees the encoder of the experiment. */
export const sampleModels = (encoder: EncoderSpec): Models => ({
  head: headModel(encoder),
  trivial: trivialModel,
  'fine-tuned': fineTunedModel,
  'few-shot': fewShotModel(encoder),
  average: averageModel,
});

/** Learns one model of an experiment. */
export async function learnSamples(
  spec: EncodedModelSpec,
  { encoder }: EncodedExperiment,
  context: ModelContext,
): Promise<LearnedModel> {
  const model = sampleModels(encoder)[spec.kind] as SampleModel<EncodedModelSpec>;
  const learned = await model.learn(spec, context);
  const { length } = context.study.classes;
  const rounds = learned.rounds.map((one) => ({
    ...one,
    risks: one.risks.map((risks) => summingToOne(risks, length)),
  }));
  return { ...learned, rounds };
}

/** Risks of new samples by a model that was kept. */
export async function predictSamples(
  kind: EncodedModelSpec['kind'],
  kept: KeptModel,
  of: { readonly samples: Samples; readonly context: PredictContext },
): Promise<PredictedSamples> {
  const base = encodedExperimentSchema.shape.encoder.parse(undefined);
  const model = sampleModels(base)[kind] as unknown as Pick<SampleModel<never>, 'predict'>;
  const predicted = await model.predict(kept, of.samples, of.context);
  return { ...predicted, risks: summingToOne(predicted.risks, of.context.classes.length) };
}
