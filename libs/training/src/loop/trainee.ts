import type { Runtime } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { layerSettings, leafLayers, namedWeights } from './layer-weights.ts';
import { openTrainingPass } from './training-pass.ts';

/** A variable under a name that is the same in every process. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: tfjs.Variable;
}

/** A weight that a phase moves. */
export interface TrainedWeight extends NamedVariable {
  /** Factor on the learning rate. */
  readonly rate: number;
}

/** From an epoch on: what moves, and how fast. Each phase starts its optimizer anew, as a new `fit` would. */
export interface Phase {
  readonly fromEpoch: number;
  readonly weights: readonly TrainedWeight[];
}

/** A model as the training loop sees it: something that gives scores, and what of it moves when. */
export interface Trainee {
  /** In ascending order of `fromEpoch`, the first from 0. */
  readonly phases: readonly Phase[];
  /** What training may change besides the weights of the phases: moving statistics. */
  readonly state: readonly NamedVariable[];
  /** All of the model: what the scores follow from. */
  readonly variables: readonly NamedVariable[];
  /** What scores and training follow from besides the weights (layers, strategy), as JSON: part of a checkpoint's identity. */
  readonly settings: unknown;
  /** Makes ready for a phase: which layers run in training mode. */
  enter(phase: Phase): void;
  /** Scores (rows, units) before sigmoid or softmax; in training mode where a dropout key is given. */
  scores(inputs: readonly tfjs.Tensor[], key?: tfjs.Tensor1D): tfjs.Tensor;
}

/** A tfjs model with everything trained from the start; its last layer must be linear. */
export interface ModelTrainee extends Trainee {
  release(): void;
}

/**
 * A whole tfjs model as a trainee: every weight moves, every layer runs in training mode.
 *
 * @param model its output is scores (no sigmoid or softmax at the end); stays the caller's
 */
export function traineeOf(runtime: Runtime, model: tfjs.LayersModel): ModelTrainee {
  const weights = namedWeights(model);
  const pass = openTrainingPass(runtime, model);
  pass.setTraining(new Set(leafLayers(model)));
  const learned = weights.filter((weight) => weight.learned);
  return {
    phases: [{ fromEpoch: 0, weights: learned.map(({ name, variable }) => ({ name, variable, rate: 1 })) }],
    state: weights.filter((weight) => !weight.learned),
    variables: weights,
    settings: layerSettings(model),
    enter: () => {},
    scores: pass.apply,
    release: pass.release,
  };
}
