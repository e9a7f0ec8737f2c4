import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../runtime.ts';
import type { Optimizer } from './optimizer-settings.ts';

/** What one update starts from: everything of one weight. */
export type UpdateInput = {
  readonly weight: Tensor;
  readonly gradient: Tensor;
  /** In the order of `slotNames`. */
  readonly slots: readonly Tensor[];
  readonly rate: number;
  /** The rate with Adam's correction for the first steps in it. */
  readonly corrected: number;
  readonly decay: number;
};

export type Updated = { readonly weight: Tensor; readonly slots: readonly Tensor[] };

type Rule = (tf: Tensorflow, input: UpdateInput, optimizer: Optimizer) => Updated;

/** old + (target − old) · share, as TensorFlow's kernels move their averages. */
const towards = (old: Tensor, target: Tensor, share: number) => old.add(target.sub(old).mul(share));

const sgd: Rule = (_, { weight, gradient, slots, rate }, { momentum, nesterov }) => {
  if (momentum === 0) return { weight: weight.sub(gradient.mul(rate)), slots: [] };
  const velocity = slots[0].mul(momentum).add(gradient);
  const change = nesterov ? gradient.mul(rate).add(velocity.mul(momentum * rate)) : velocity.mul(rate);
  return { weight: weight.sub(change), slots: [velocity] };
};

/** 1 − share as a kernel computes it that was given the share in single precision. */
const rest = (share: number) => 1 - Math.fround(share);

const adam: Rule = (_, { weight, gradient, slots, rate, corrected, decay }, { beta1, beta2, epsilon }) => {
  const m = towards(slots[0], gradient, rest(beta1));
  const v = towards(slots[1], gradient.square(), rest(beta2));
  const moved = weight.sub(m.mul(corrected).div(v.sqrt().add(epsilon)));
  return { weight: decay === 0 ? moved : moved.sub(weight.mul(rate * decay)), slots: [m, v] };
};

const adamax: Rule = (tf, { weight, gradient, slots, corrected }, { beta1, beta2, epsilon }) => {
  const m = towards(slots[0], gradient, rest(beta1));
  const v = tf.maximum(slots[1].mul(beta2), gradient.abs());
  return { weight: weight.sub(m.mul(corrected).div(v.add(epsilon))), slots: [m, v] };
};

const rmsprop: Rule = (_, { weight, gradient, slots, rate }, { decay, momentum, epsilon }) => {
  const square = towards(slots[0], gradient.square(), rest(decay));
  const change = slots[1].mul(momentum).add(gradient.mul(rate).div(square.add(epsilon).sqrt()));
  return { weight: weight.sub(change), slots: [square, change] };
};

const adagrad: Rule = (_, { weight, gradient, slots, rate }, { epsilon }) => {
  const square = slots[0].add(gradient.square());
  return { weight: weight.sub(gradient.mul(rate).div(square.sqrt().add(epsilon))), slots: [square] };
};

const adadelta: Rule = (_, { weight, gradient, slots, rate }, { decay, epsilon }) => {
  const square = slots[0].mul(decay).add(gradient.square().mul(rest(decay)));
  const change = slots[1].add(epsilon).sqrt().div(square.add(epsilon).sqrt()).mul(gradient);
  const update = slots[1].mul(decay).add(change.square().mul(rest(decay)));
  return { weight: weight.sub(change.mul(rate)), slots: [square, update] };
};

const rules: Readonly<Record<Optimizer['kind'], Rule>> = {
  ...{ sgd, adam, adamw: adam, adamax, rmsprop, adagrad, adadelta },
};

/**
 * The new weight and slots. The formulas are those of TensorFlow's `ResourceApply…` kernels, so that both engines agree;
 * Adam's epsilon is therefore the paper's ε̂, beside the uncorrected root (Keras does the same, PyTorch and tfjs do not).
 */
export const eagerUpdate = (tf: Tensorflow, input: UpdateInput, optimizer: Optimizer): Updated =>
  rules[optimizer.kind](tf, input, optimizer);
