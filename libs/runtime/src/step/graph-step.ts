import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import { openEagerStep } from './eager-step.ts';
import { type GraphSession, openGraphSession } from './graph-session.ts';
import { rateCorrection } from './optimizer-settings.ts';
import { nameState, readState } from './optimizer-state.ts';
import { recordStep } from './record-step.ts';
import { difference, type Recording, type Refusal } from './recording.ts';
import type { HostTensor, StepAddon } from './step-addon.ts';
import { ratesOf, type StepSettings } from './step-settings.ts';
import type { LearningRate, OptimizerState, TrainingStep } from './training-step.ts';

type ShapedStep = {
  readonly recording: Recording;
  readonly run: (values: readonly HostTensor['values'][]) => Float32Array[];
  runs: number;
};

/** The second run and every eighth time as many: each costs about a step kernel by kernel. */
const isChecked = (runs: number): boolean => {
  if (runs < 2) return false;
  let next = 2;
  while (next < runs) next *= 8;
  return next === runs;
};

const shapeOf = (tensor: Tensor): string => `${tensor.dtype}[${tensor.shape}]`;

/** The step as one graph; turns into the eager step where the loss cannot be one, and says why. */
export class GraphStep implements TrainingStep {
  #why: string | null = null;
  #eager: TrainingStep | null = null;
  #session: GraphSession | null;
  #step = 0;
  #isStale = false;
  readonly #steps = new Map<string, ShapedStep>();
  readonly #tf: Tensorflow;
  readonly #settings: StepSettings;

  constructor(tf: Tensorflow, settings: StepSettings, addon: StepAddon) {
    this.#tf = tf;
    this.#settings = settings;
    this.#session = openGraphSession(tf, addon, settings);
  }

  get engine(): 'graph' | 'eager' {
    return this.#eager ? 'eager' : 'graph';
  }

  get why(): string | null {
    return this.#why;
  }

  run(inputs: readonly Tensor[], targets: readonly Tensor[], learningRate: LearningRate): number {
    if (this.#eager) return this.#eager.run(inputs, targets, learningRate);
    const rates = ratesOf(learningRate, this.#settings);
    const batch = [...inputs, ...targets];
    const shaped = this.#shaped(inputs, targets);
    if ('refused' in shaped) return this.#fallBack(shaped).run(inputs, targets, learningRate);
    const { optimizer, decayMultipliers } = this.#settings;
    const correction = rateCorrection(optimizer, this.#step + 1);
    const values = batch.map((tensor) => tensor.dataSync() as HostTensor['values']);
    values.push(Float32Array.from(rates, (rate) => rate * correction));
    if (optimizer.weightDecay !== 0)
      values.push(
        Float32Array.from(rates, (rate, at) => rate * optimizer.weightDecay * decayMultipliers[at]),
      );
    this.#isStale = true;
    const [[loss]] = shaped.run(values);
    shaped.runs += 1;
    this.#step += 1;
    return loss;
  }

  /** The step for this batch's shape, made or checked again when it is time. */
  #shaped(inputs: readonly Tensor[], targets: readonly Tensor[]): ShapedStep | Refusal {
    const key = [inputs, targets].map((tensors) => tensors.map(shapeOf).join(' ')).join(' -> ');
    const known = this.#steps.get(key);
    if (known && !isChecked(known.runs + 1)) return known;
    // the loss is recorded as it stands with the weights of now: shapes and constants alone matter, so they may be old
    const recording = recordStep(this.#tf, this.#settings, { inputs, targets });
    if ('refused' in recording) return recording;
    if (!known) return this.#add(key, recording, [...inputs, ...targets]);
    const refused = difference(known.recording, recording);
    return refused === null ? known : { refused };
  }

  #add(key: string, recording: Recording, batch: readonly Tensor[]): ShapedStep | Refusal {
    try {
      const run = this.#open().addStep(recording, batch);
      const made = { recording, run, runs: 0 };
      this.#steps.set(key, made);
      return made;
    } catch (error) {
      return { refused: `TensorFlow takes no such graph (${(error as Error).message})` };
    }
  }

  #open(): GraphSession {
    if (!this.#session) throw new Error('training step: already disposed');
    return this.#session;
  }

  #fallBack({ refused }: Refusal): TrainingStep {
    const state = this.optimizerState();
    this.dispose();
    this.#why = refused;
    this.#eager = openEagerStep(this.#tf, this.#settings, refused);
    this.#eager.restoreOptimizer(state);
    return this.#eager;
  }

  optimizerState(): OptimizerState {
    if (this.#eager) return this.#eager.optimizerState();
    const { optimizer, trainable } = this.#settings;
    return nameState({ step: this.#step, slots: this.#open().slots() }, optimizer, trainable);
  }

  restoreOptimizer(state: OptimizerState): void {
    if (this.#eager) {
      this.#eager.restoreOptimizer(state);
      return;
    }
    const { step, slots } = readState(state, this.#settings.optimizer, this.#settings.trainable);
    this.#open().setSlots(slots);
    this.#step = step;
  }

  synchronise(): void {
    if (!this.#isStale) return;
    this.#open().unload();
    this.#isStale = false;
  }

  reload(): void {
    if (this.#eager) return;
    this.#open().load();
    this.#isStale = false;
  }

  dispose(): void {
    this.#eager?.dispose();
    if (!this.#session) return;
    this.synchronise();
    this.#session.close();
    this.#session = null;
    this.#steps.clear();
  }
}
