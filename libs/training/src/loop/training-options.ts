import type { OptimizerSettings, Runtime, TrainingStep } from '@raredx/runtime';
import type { EarlyStopping } from './early-stopping.ts';
import type { Objective } from './objective.ts';
import type { Progress } from './progress.ts';
import type { SampleSource } from './sample-source.ts';
import type { Schedule } from './schedule.ts';
import type { Trainee } from './trainee.ts';
import type { EpochRecord, Snapshot } from './training-state.ts';

export interface TrainingOptions {
  readonly runtime: Runtime;
  readonly model: Trainee;
  readonly data: SampleSource;
  /** Other patients of the training part, see `tuningSplit`; needed for early stopping. */
  readonly tuning?: SampleSource;
  readonly objective: Objective;
  readonly optimizer: OptimizerSettings;
  readonly schedule: Schedule;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number | string;
  /** Gradients are scaled down to this global norm. */
  readonly clipNorm?: number;
  readonly earlyStopping?: EarlyStopping;
  readonly checkpoint?: CheckpointOptions;
  /** Asks to stop: a checkpoint is written before the next batch, then `InterruptedError` is thrown. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds that only go forward (`performance.now`), for the time left. */
  readonly clock?: () => number;
  /** `eager` leaves the graph engine out. */
  readonly engine?: 'graph' | 'eager';
}

export interface CheckpointOptions {
  readonly folder: string;
  /** Hash of what the data follow from; a checkpoint of other data is not taken up. */
  readonly inputs: string;
  /** Besides the end of every epoch. */
  readonly everySteps?: number;
  readonly onNotice?: (line: string) => void;
}

export interface TrainedModel {
  /** The learning curves, a point an epoch. */
  readonly history: readonly EpochRecord[];
  readonly stopped: 'epochs' | 'early stopping';
  /** The epoch (from 0) whose weights the model has now. */
  readonly bestEpoch: number;
  /** Weights that training moved, as they are now in the model. */
  readonly weights: Snapshot;
  readonly engine: TrainingStep['engine'];
  /** Why not as a graph; null where it ran as one. */
  readonly why: string | null;
}
