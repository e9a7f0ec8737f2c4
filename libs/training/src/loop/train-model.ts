import type { TrainingStep } from '@raredx/runtime';
import { breathe } from '../breathe.ts';
import { TrainingError } from '../training-error.ts';
import { earlyStop } from './early-stopping.ts';
import { epochBatches } from './epoch-batches.ts';
import { InterruptedError } from './interrupted-error.ts';
import type { SampleBatch } from './sample-source.ts';
import { rateAt } from './schedule.ts';
import { closeStep, currentStep, openTraining, type Training, writeCheckpoint } from './training.ts';
import type { TrainedModel, TrainingOptions } from './training-options.ts';
import { type EpochRecord, restore, snapshot } from './training-state.ts';
import { logLossOf, predictSource } from './tuning-loss.ts';

/**
 * Trains a model in place by minibatches: streamed data, one step engine, learning rate by schedule, early stopping on
 * tuning data with the best weights put back, checkpoints that survive a kill.
 *
 * All randomness is a function of (seed, epoch, step, layer) or (seed, epoch, row): a training resumed from a checkpoint
 * ends with the bits of one that was never stopped, on a deterministic runtime.
 *
 * @throws TrainingError when the loss or a weight is not finite; InterruptedError when `signal` asks to stop;
 * EnvironmentError where a checkpoint cannot be written; RangeError for options that make no sense
 */
export async function trainModel(options: TrainingOptions): Promise<TrainedModel> {
  const training = openTraining(options);
  try {
    while (training.facts.finished === null) await trainEpoch(training);
  } finally {
    closeStep(training);
  }
  const { facts, best, variables } = training;
  if (best) restore(options.runtime.tf, variables, best);
  return {
    history: facts.history,
    stopped: facts.finished ?? 'epochs',
    bestEpoch: best && options.earlyStopping ? bestSoFar(facts.history, options) : facts.history.length - 1,
    weights: snapshot(variables),
    ...facts.ranOn,
  };
}

async function trainEpoch(training: Training): Promise<void> {
  const { options, random, facts } = training;
  const batches = epochBatches(options.data.rows, options.batchSize, { epoch: facts.epoch, random });
  const { step: engine } = currentStep(training);
  for (const rows of batches.slice(facts.step)) {
    stopWhereAsked(training);
    await trainBatch(training, rows, engine);
    const every = options.checkpoint?.everySteps;
    const { step } = training.facts;
    if (every && step < batches.length && step % every === 0) writeCheckpoint(training);
    await breathe();
  }
  stopWhereAsked(training);
  await endEpoch(training, engine);
}

function stopWhereAsked(training: Training): void {
  if (!training.options.signal?.aborted) return;
  writeCheckpoint(training);
  const { epoch, step } = training.facts;
  throw new InterruptedError(epoch, step, training.store !== null);
}

async function trainBatch(training: Training, rows: Uint32Array, engine: TrainingStep): Promise<void> {
  const { options, random, facts } = training;
  const { tf } = options.runtime;
  const { epoch, step } = facts;
  const batch = await options.data.batch(rows, random.fork('augment').fork(epoch));
  const draw = random.fork('dropout').fork(epoch).fork(step);
  const key = tf.tensor1d([draw.integer(2 ** 32) | 0, draw.integer(2 ** 32) | 0], 'int32');
  const rate = rateNow(training, step);
  try {
    const loss = engine.run([...batch.inputs, key], [batch.targets], rate);
    if (!Number.isFinite(loss)) throw notFinite(batch, { loss, rate, epoch, step });
    const ranOn = { engine: engine.engine, why: engine.why };
    training.facts = { ...facts, step: step + 1, lossSum: facts.lossSum + loss * rows.length, ranOn };
    report(training, { loss, rate, engine: engine.engine });
  } finally {
    tf.dispose([key, batch.targets, ...batch.inputs]);
  }
}

function rateNow({ options, facts, stepsPerEpoch }: Training, step: number): number {
  const losses = facts.history.map((record) => record.tuningLoss ?? record.trainingLoss);
  const position = {
    step: facts.epoch * stepsPerEpoch + step,
    stepsPerEpoch,
    epochs: options.epochs,
    losses,
  };
  return rateAt(options.schedule, position);
}

function notFinite(
  { inputs }: SampleBatch,
  { loss, rate, epoch, step }: { loss: number; rate: number; epoch: number; step: number },
): TrainingError {
  const where = `the loss is ${loss} in epoch ${epoch + 1}, step ${step + 1}, at learning rate ${rate}`;
  const broken = inputs.some((input) => !input.dataSync().every((value) => Number.isFinite(Number(value))));
  return broken
    ? new TrainingError(
        'training',
        `${where}: the batch holds inputs that are not finite`,
        'check the inputs',
      )
    : new TrainingError(
        'training',
        where,
        'lower the learning rate, warm up, or clip gradients; the last checkpoint is kept',
      );
}

function report(
  training: Training,
  { loss, rate, engine }: { loss: number; rate: number; engine: TrainingStep['engine'] },
): void {
  const { options, stepsPerEpoch, startedAt } = training;
  const { epoch, step } = training.facts;
  training.stepsHere += 1;
  const left = stepsPerEpoch * options.epochs - epoch * stepsPerEpoch - step;
  const seconds = options.clock ? (options.clock() - startedAt) / 1000 : null;
  options.onProgress?.({
    ...{ epoch, epochs: options.epochs, step, stepsPerEpoch, loss, rate },
    secondsLeft: seconds === null ? null : (seconds / training.stepsHere) * left,
    engine: `${engine}, ${options.runtime.device}`,
  });
}

async function endEpoch(training: Training, engine: TrainingStep): Promise<void> {
  const { options, facts, variables } = training;
  engine.synchronise();
  const history = [...facts.history, await epochRecord(training)];
  const losses = history.map((record) => record.tuningLoss ?? Number.NaN);
  let stop = false;
  if (options.earlyStopping) {
    const verdict = earlyStop(losses, options.earlyStopping);
    stop = verdict.stop;
    if (verdict.best === facts.epoch) training.best = snapshot(variables);
  }
  const ended = facts.epoch + 1 === options.epochs ? 'epochs' : null;
  const finished = stop ? 'early stopping' : ended;
  training.facts = { ...facts, epoch: facts.epoch + 1, step: 0, lossSum: 0, history, finished };
  writeCheckpoint(training);
}

async function epochRecord(training: Training): Promise<EpochRecord> {
  const { options, facts, stepsPerEpoch, current } = training;
  const { tuning, runtime, model, objective, batchSize } = options;
  const predicting = { objective, batchSize, onBatch: () => stopWhereAsked(training) };
  const tuningLoss = tuning ? logLossOf(await predictSource(runtime.tf, model, tuning, predicting)) : null;
  if (tuningLoss !== null && !Number.isFinite(tuningLoss))
    throw new TrainingError('training', `the tuning loss is ${tuningLoss} in epoch ${facts.epoch + 1}`);
  const weights = current?.phase.weights ?? [];
  return {
    epoch: facts.epoch,
    rate: rateNow(training, stepsPerEpoch - 1),
    trainingLoss: facts.lossSum / options.data.rows,
    tuningLoss,
    trainedParameters: weights.reduce((count, { variable }) => count + variable.size, 0),
  };
}

function bestSoFar(history: readonly EpochRecord[], { earlyStopping }: TrainingOptions): number {
  const losses = history.map((record) => record.tuningLoss ?? Number.NaN);
  return earlyStop(losses, earlyStopping ?? { patience: 0 }).best;
}
