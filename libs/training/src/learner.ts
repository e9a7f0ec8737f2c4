import type { ModelSpec } from '@raredx/experiment';
import type { Random } from '@raredx/stats';
import type { Tensors } from './tensors.ts';

/** Encoded patients, by columns of equal length. */
export interface Features {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** One fit to be made: what the learner may see, and the patients whose risk it must then state. */
export interface FitTask {
  /** `r0f3` for a fold of the cross-validation, `final` for the fit on all development patients. */
  readonly id: string;
  readonly train: Features;
  readonly outcome: Uint8Array;
  /** The related task's class of each training patient, −1 where unknown; only for models that pretrain. */
  readonly related: { readonly classes: Int32Array; readonly classCount: number } | null;
  readonly judge: Features;
  /** How many independent draws of few-shot patients to judge by (1 inside, more in external cohorts). */
  readonly draws: number;
}

/** A named array of weights, row-major. */
export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float64Array | Float32Array;
}

export interface FittedTask {
  readonly id: string;
  /** Predicted risk of each judged patient, one array a draw. */
  readonly risks: readonly Float64Array[];
  readonly weights: Readonly<Record<string, Weights>>;
  /** What a reader should know of this fit (separation met by a ridge, shots fewer than asked). */
  readonly notes: readonly string[];
}

export interface LearnerContext {
  readonly random: Random;
  /** Opens the tensor runtime when first asked: a baseline never loads it. */
  readonly tensors: () => Promise<Tensors>;
  readonly onProgress: (done: number, total: number) => void;
  /** What models of one run may share (an embedding that several few-shot models read), by a key of its settings. */
  readonly memo: Map<string, Promise<unknown>>;
}

/** All fits of one model at once, so that a learner can batch them. Same tasks and random stream, same risks. */
export type Learner<Spec extends ModelSpec = ModelSpec> = (
  spec: Spec,
  tasks: readonly FitTask[],
  context: LearnerContext,
) => Promise<readonly FittedTask[]>;
