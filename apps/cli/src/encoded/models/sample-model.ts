import type { LeftOut } from '@raredx/cohort';
import type { EncodedModelSpec } from '@raredx/experiment';
import type { TrainingFit } from '@raredx/report';
import type { Runtime, SafeTensor } from '@raredx/runtime';
import type { Random } from '@raredx/stats';
import type { FeatureStore } from '../feature-store.ts';
import type { Samples } from '../samples.ts';
import type { Round, Study } from '../study.ts';

/** What a model is given to learn with. */
export interface ModelContext {
  readonly study: Study;
  readonly features: FeatureStore;
  readonly random: Random;
  readonly runtime: () => Promise<Runtime>;
  /** Folder of the model's own unfinished work. */
  readonly scratch: string;
  /** Risks of a model that was learned before. */
  readonly learned: (model: string) => readonly RoundRisks[];
  readonly onProgress: (done: number, total: number, what?: string) => void;
}

/** Risks of one round: for each of its judged parts, rows × classes. */
export interface RoundRisks {
  readonly round: Round;
  readonly risks: readonly Float64Array[];
  readonly notes: readonly string[];
}

/** What is kept of a model so that others can use it. */
export interface KeptModel {
  readonly tensors: Readonly<Record<string, SafeTensor>>;
  /** All that is needed besides the tensors, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface LearnedModel {
  readonly rounds: readonly RoundRisks[];
  readonly kept: KeptModel;
  readonly notes: readonly string[];
  /** What the training samples could not support, with the reason; absent where a model does not ask. */
  readonly unsupported?: readonly string[];
  /** Learning curves, a fit a round; absent where nothing was trained by epochs. */
  readonly fits?: readonly TrainingFit[];
}

/** A way to learn classes of samples, and to use what was learned. */
export interface SampleModel<Spec extends EncodedModelSpec> {
  learn(spec: Spec, context: ModelContext): Promise<LearnedModel>;
  /** Risks of new samples, rows × classes, in the order of `samples`. */
  predict(kept: KeptModel, samples: Samples, context: PredictContext): Promise<PredictedSamples>;
}

export interface PredictContext {
  readonly features: FeatureStore;
  readonly runtime: () => Promise<Runtime>;
  readonly classes: readonly string[];
  readonly random: Random;
  readonly onBad: 'stop' | 'count';
  /** Risks by another model of the same run. */
  readonly member: (name: string) => Promise<PredictedSamples>;
  readonly onProgress: (done: number, total: number) => void;
}

export interface PredictedSamples {
  /** Samples that have a risk. */
  readonly rows: Uint32Array;
  readonly risks: Float64Array;
  /** Samples whose file could not be read. */
  readonly leftOut: readonly LeftOut[];
}
