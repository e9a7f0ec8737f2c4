import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import { eagerUpdate } from './eager-update.ts';
import { lossAndGradients } from './loss-and-gradients.ts';
import { firstValue, rateCorrection, slotNames } from './optimizer-settings.ts';
import { nameState, readState } from './optimizer-state.ts';
import { ratesOf, type StepSettings } from './step-settings.ts';
import type { LearningRate, OptimizerState, TrainingStep } from './training-step.ts';

/** Scales all gradients by bound / max(bound, global norm); null where the loss does not depend on a weight. */
const clip = (tf: Tensorflow, gradients: readonly (Tensor | null)[], bound: number) => {
  const present = gradients.filter((gradient) => gradient !== null);
  const norm = tf.sqrt(tf.addN(present.map((gradient) => gradient.square().sum())));
  const factor = tf.scalar(bound).div(norm.maximum(bound));
  return gradients.map((gradient) => gradient?.mul(factor) ?? null);
};

/** The step kernel by kernel, on any runtime. */
export const openEagerStep = (tf: Tensorflow, settings: StepSettings, why: string | null): TrainingStep => {
  const { trainable, optimizer, clipNorm, decayMultipliers } = settings;
  const fresh = (weight: Variable) =>
    slotNames(optimizer).map(() => tf.keep(tf.fill(weight.shape, firstValue(optimizer))));
  let slots: Tensor[][] = trainable.map(fresh);
  let step = 0;
  const drop = (tensors: readonly (readonly Tensor[])[]) => {
    for (const tensor of tensors.flat()) tensor.dispose();
  };

  const update = (at: number, gradient: Tensor, rate: number) => {
    const weight = trainable[at];
    const decay = optimizer.weightDecay * decayMultipliers[at];
    const old = slots[at];
    const corrected = rate * rateCorrection(optimizer, step);
    const updated = eagerUpdate(tf, { weight, gradient, slots: old, rate, corrected, decay }, optimizer);
    weight.assign(updated.weight as Variable);
    slots[at] = updated.slots.map((slot) => tf.keep(slot));
    drop([old]);
  };

  const run = (inputs: readonly Tensor[], targets: readonly Tensor[], learningRate: LearningRate) => {
    const rates = ratesOf(learningRate, settings);
    step += 1;
    return tf.tidy(() => {
      const { value, gradients } = lossAndGradients(tf, settings, { inputs, targets });
      const clipped = clipNorm === null ? gradients : clip(tf, gradients, clipNorm);
      clipped.forEach((gradient, at) => {
        if (gradient) update(at, gradient, rates[at]);
      });
      return value.dataSync()[0];
    });
  };

  const optimizerState = () => {
    const values = slots.map((own) => own.map((slot) => Float32Array.from(slot.dataSync())));
    return nameState({ step, slots: values }, optimizer, trainable);
  };

  const restoreOptimizer = (state: OptimizerState) => {
    const saved = readState(state, optimizer, trainable);
    const old = slots;
    slots = saved.slots.map((values, at) =>
      values.map((value) => tf.keep(tf.tensor(value.slice(), trainable[at].shape, 'float32'))),
    );
    step = saved.step;
    drop(old);
  };

  const dispose = () => {
    drop(slots);
    slots = [];
  };
  const nothing = () => {};
  return {
    ...{ engine: 'eager', why, run, optimizerState, restoreOptimizer, dispose },
    ...{ synchronise: nothing, reload: nothing },
  };
};
