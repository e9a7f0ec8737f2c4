import { join } from 'node:path';
import { createRandom } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import type { SampleSource } from '../loop/sample-source.ts';
import { trainModel } from '../loop/train-model.ts';
import type { TrainedModel, TrainingOptions } from '../loop/training-options.ts';
import { predictSource, type SourceRisks } from '../loop/tuning-loss.ts';
import { type ControlRows, logisticControl } from './logistic-control.ts';
import {
  type NegativeTransfer,
  type NegativeTransferOptions,
  negativeTransfer,
} from './negative-transfer.ts';
import type { StatedRisks } from './paired-measures.ts';
import { scratchTwin } from './strategy.ts';
import { openTransferModel, type ParameterCounts, type TransferOptions } from './transfer-model.ts';

export interface TransferWithControlsOptions {
  readonly backbone: tfjs.LayersModel;
  readonly transfer: Omit<TransferOptions, 'random'>;
  /** The same for the strategy and its twin from scratch; checkpoints go to folders of their own in the one given. */
  readonly training: Omit<TrainingOptions, 'model'>;
  readonly judge: SampleSource;
  /** Patient of each judged row. */
  readonly patients: readonly string[];
  /** Columns for the logistic control, with the class of each training row. */
  readonly simple: {
    readonly train: ControlRows;
    readonly judge: ControlRows;
    readonly classes: ArrayLike<number>;
  };
  readonly test?: Omit<NegativeTransferOptions, 'random'>;
}

export interface JudgedFit {
  readonly risks: StatedRisks;
  readonly trained: TrainedModel;
  readonly counts: ParameterCounts;
}

export interface TransferWithControls {
  readonly transfer: JudgedFit;
  readonly scratch: JudgedFit;
  readonly logistic: StatedRisks;
  readonly test: NegativeTransfer;
}

/**
 * A strategy beside its two controls: the same training from untrained weights (same head, batches, dropout masks and
 * schedule), and logistic regression on simple columns; then the test whether pretraining helped.
 */
export async function transferWithControls(
  options: TransferWithControlsOptions,
): Promise<TransferWithControls> {
  const transfer = await fitted(options, 'transfer', options.transfer);
  const scratch = await fitted(options, 'scratch', { ...options.transfer, strategy: scratchTwin });
  const { simple, patients, training } = options;
  const { units } = transfer.judged;
  const logistic = logisticControl(simple.train, simple.judge, { classes: simple.classes, units });
  const { classes } = transfer.judged;
  const random = createRandom(training.seed).fork('negative transfer');
  const evidence = {
    ...{ classes, patients, logistic },
    ...{ transfer: transfer.judged, scratch: scratch.judged },
  };
  const test = negativeTransfer(evidence, { ...options.test, random });
  return { transfer: transfer.fit, scratch: scratch.fit, logistic, test };
}

async function fitted(
  { backbone, training, judge }: TransferWithControlsOptions,
  name: 'transfer' | 'scratch',
  transfer: Omit<TransferOptions, 'random'>,
): Promise<{ readonly fit: JudgedFit; readonly judged: SourceRisks }> {
  const { runtime, checkpoint, objective, batchSize, seed } = training;
  const model = openTransferModel(runtime, backbone, { ...transfer, random: createRandom(seed) });
  try {
    const kept = checkpoint && { ...checkpoint, folder: join(checkpoint.folder, name) };
    const trained = await trainModel({ ...training, model, ...(kept ? { checkpoint: kept } : {}) });
    const judged = await predictSource(runtime.tf, model, judge, { objective, batchSize });
    const { units, risks } = judged;
    return { fit: { risks: { units, risks }, trained, counts: model.counts }, judged };
  } finally {
    model.release();
  }
}
