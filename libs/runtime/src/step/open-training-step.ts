import type { Runtime } from '../runtime.ts';
import { openEagerStep } from './eager-step.ts';
import { GraphStep } from './graph-step.ts';
import { useNativeGradients } from './native-gradients.ts';
import { loadStepAddon } from './step-addon.ts';
import { stepSettings } from './step-settings.ts';
import type { TrainingStep, TrainingStepOptions } from './training-step.ts';

/**
 * A training step on the fastest engine that the runtime has. The formulas are the same on each, the weights after a step
 * agree to rounding; on one engine the same start and the same batches give the same bits.
 *
 * @throws RangeError for settings out of range
 */
export const openTrainingStep = ({ tf, kind }: Runtime, options: TrainingStepOptions): TrainingStep => {
  const settings = stepSettings(options);
  if (kind === 'native') useNativeGradients(tf);
  if (options.engine === 'eager') return openEagerStep(tf, settings, 'asked for');
  if (kind !== 'native')
    return openEagerStep(tf, settings, `graphs need native TensorFlow, the runtime is ${kind}`);
  const addon = loadStepAddon();
  if ('missing' in addon) return openEagerStep(tf, settings, addon.missing);
  return new GraphStep(tf, settings, addon);
};
