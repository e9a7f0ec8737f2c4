import type { OptimizerState } from '@raredx/runtime';
import { createRandom, type Random } from '@raredx/stats';
import { type CheckpointStore, openCheckpoints } from './checkpoint-store.ts';
import { openPhaseStep, type PhaseStep, phaseOf } from './phase-step.ts';
import type { NamedVariable } from './trainee.ts';
import type { TrainingOptions } from './training-options.ts';
import {
  movingVariables,
  packTensors,
  restore,
  type Snapshot,
  snapshot,
  type TrainingFacts,
  trainingHash,
  unpackTensors,
  untrained,
} from './training-state.ts';

/** A training under way: what it is, and where it stands. */
export interface Training {
  readonly options: TrainingOptions;
  readonly random: Random;
  readonly stepsPerEpoch: number;
  readonly variables: readonly NamedVariable[];
  readonly store: CheckpointStore<TrainingFacts> | null;
  facts: TrainingFacts;
  best: Snapshot | null;
  /** Taken up by the next step that is opened, once. */
  optimizer: OptimizerState | null;
  current: PhaseStep | null;
  /** For the time left: when this process began, and steps that it made. */
  readonly startedAt: number;
  stepsHere: number;
}

/** Checks the options and goes on from the latest checkpoint where there is one. */
export function openTraining(options: TrainingOptions): Training {
  checkOptions(options);
  const { data, batchSize, checkpoint, model, runtime, clock } = options;
  const store = checkpoint
    ? openCheckpoints<TrainingFacts>(checkpoint.folder, identity(options), checkpoint.onNotice)
    : null;
  const variables = movingVariables(model);
  const saved = store?.latest();
  const tensors = saved && unpackTensors(saved.tensors);
  if (tensors) restore(runtime.tf, variables, tensors.weights);
  return {
    options,
    random: createRandom(options.seed).fork('training'),
    stepsPerEpoch: Math.ceil(data.rows / batchSize),
    variables,
    store,
    facts: saved?.facts ?? untrained,
    best: tensors?.best ?? null,
    optimizer: tensors?.optimizer ?? null,
    current: null,
    startedAt: clock?.() ?? 0,
    stepsHere: 0,
  };
}

/** The step for the epoch at hand; a new phase starts its optimizer anew. */
export function currentStep(training: Training): PhaseStep {
  const phase = phaseOf(training.options.model.phases, training.facts.epoch);
  if (training.current?.phase === phase) return training.current;
  training.current?.step.dispose();
  training.current = openPhaseStep(training.options, phase, training.optimizer);
  training.optimizer = null;
  return training.current;
}

/** Writes where the training stands. A finished epoch that ends its phase leaves no optimizer state to go on from. */
export function writeCheckpoint(training: Training): void {
  const { store, current, facts, variables, best, options } = training;
  if (!store) return;
  current?.step.synchronise();
  const goesOn = current !== null && phaseOf(options.model.phases, facts.epoch) === current.phase;
  const optimizer = goesOn ? current.step.optimizerState() : null;
  store.write({ facts, tensors: packTensors({ weights: snapshot(variables), best, optimizer }) });
}

/** Frees the step; the weights stay in the model. */
export function closeStep(training: Training): void {
  training.current?.step.dispose();
  training.current = null;
}

/** Hash of everything that the trained weights follow from. */
function identity({ model, data, tuning, checkpoint, ...options }: TrainingOptions): string {
  const { runtime: _, signal: _s, onProgress: _p, clock: _c, ...settings } = options;
  const phases = model.phases.map(({ fromEpoch, weights }) => [
    fromEpoch,
    weights.map(({ name, rate }) => [name, rate]),
  ]);
  const rows = [data.rows, tuning?.rows ?? null];
  const state = model.state.map(({ name }) => name);
  const parts = { settings, model: model.settings, phases, state, rows, inputs: checkpoint?.inputs };
  return trainingHash(model.variables, parts);
}

function checkOptions({
  data,
  tuning,
  epochs,
  batchSize,
  earlyStopping,
  schedule,
  model,
}: TrainingOptions): void {
  const refuse = (problem: string) => {
    throw new RangeError(`trainModel: ${problem}`);
  };
  if (!(Number.isInteger(epochs) && epochs > 0)) refuse(`epochs must be a positive integer (${epochs})`);
  if (!(Number.isInteger(batchSize) && batchSize > 0))
    refuse(`batchSize must be a positive integer (${batchSize})`);
  if (data.rows === 0) refuse('no rows to train on');
  if (!(schedule.rate > 0)) refuse(`the rate must be positive (${schedule.rate})`);
  if (earlyStopping && !tuning) refuse('early stopping needs a tuning part');
  if (tuning?.rows === 0) refuse('the tuning part has no rows');
  if (model.phases[0]?.fromEpoch !== 0) refuse('the first phase must begin with epoch 0');
}
