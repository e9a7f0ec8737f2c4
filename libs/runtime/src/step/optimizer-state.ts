import type { Variable } from '@tensorflow/tfjs';
import { type Optimizer, slotNames } from './optimizer-settings.ts';
import type { OptimizerState, StateTensor } from './training-step.ts';

/** A state as both engines hold it: `slots[weight][slot]`. */
export type SlotValues = { readonly step: number; readonly slots: readonly (readonly Float32Array[])[] };

const tensor = (shape: readonly number[], values: Float32Array): StateTensor => ({
  ...{ shape: [...shape], dtype: 'float32', values },
});

/** Slots under their names. */
export const nameState = (
  { step, slots }: SlotValues,
  optimizer: Optimizer,
  trainable: readonly Variable[],
): OptimizerState => {
  const names = slotNames(optimizer);
  const named = slots.flatMap((values, at) =>
    values.map((slot, k) => [`${at}.${names[k]}`, tensor(trainable[at].shape, slot)] as const),
  );
  return Object.freeze({
    step: { shape: [], dtype: 'int32', values: Int32Array.of(step) },
    ...Object.fromEntries(named),
  });
};

/** @throws Error if a tensor is missing, left over or of another shape */
export const readState = (
  state: OptimizerState,
  optimizer: Optimizer,
  trainable: readonly Variable[],
): SlotValues => {
  const step = state.step?.values[0];
  if (step === undefined) throw new Error('optimizer state: step is missing');
  const names = slotNames(optimizer);
  const slots = trainable.map((weight, at) =>
    names.map((name) => {
      const found = state[`${at}.${name}`];
      const fits = found?.values instanceof Float32Array && String(found.shape) === String(weight.shape);
      if (!fits) throw new Error(`optimizer state: ${at}.${name} is missing or of another shape`);
      return found.values as Float32Array;
    }),
  );
  const extra = Object.keys(state).length - 1 - trainable.length * names.length;
  if (extra > 0) throw new Error(`optimizer state: ${extra} tensors too many, from another optimizer`);
  return { step, slots };
};
