import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import type { OptimizerSettings } from './optimizer-settings.ts';

/** One tensor of an optimizer's state, bit for bit. */
export type StateTensor = {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly values: Float32Array | Int32Array;
};

/** Everything an optimizer remembers: `step`, and `<number of the weight>.<slot>` for each weight. */
export type OptimizerState = Readonly<Record<string, StateTensor>>;

/** A learning rate for all weights, or one for each of `trainable`. */
export type LearningRate = number | readonly number[];

/** Forward, backward and update as one call. It holds memory of TensorFlow's own: dispose it when done. */
export interface TrainingStep {
  /** `graph`: the step runs as one TensorFlow graph. May become `eager` while training, see `why`. */
  readonly engine: 'graph' | 'eager';
  /** Why the step does not run as a graph; null if it does. */
  readonly why: string | null;
  /** Makes one step and returns the loss before it. Inputs and targets stay the caller's. */
  run(inputs: readonly Tensor[], targets: readonly Tensor[], learningRate: LearningRate): number;
  optimizerState(): OptimizerState;
  /**
   * Goes on from a saved state; weights are the caller's to restore, before or after.
   *
   * @throws Error if the state belongs to another optimizer or other weights
   */
  restoreOptimizer(state: OptimizerState): void;
  /** Brings the weights into the variables: needed before they are read, saved or used for prediction. */
  synchronise(): void;
  /** Takes over what the caller has assigned to the variables since. */
  reload(): void;
  /** Synchronises, then frees what the step holds. The variables stay. */
  dispose(): void;
}

export type TrainingStepOptions = {
  readonly trainable: readonly Variable[];
  /** Variables that the loss itself assigns: moving statistics of batch normalisation. */
  readonly state?: readonly Variable[];
  /** Must be a pure function of its arguments and of variables, and not read values; called more often than `run`. */
  readonly loss: (inputs: readonly Tensor[], targets: readonly Tensor[]) => Scalar;
  readonly optimizer: OptimizerSettings;
  /** Gradients are scaled down to this global norm. */
  readonly clipNorm?: number;
  /** Factor on the learning rate, for each of `trainable`. @default 1 */
  readonly rateMultipliers?: readonly number[];
  /** Factor on `weightDecay`, for each of `trainable`: 0 for biases and normalisation. @default 1 */
  readonly decayMultipliers?: readonly number[];
  /** `eager` leaves the graph out. @default 'graph' where the runtime can */
  readonly engine?: 'graph' | 'eager';
};
