import { completeOptimizer, type Optimizer } from './optimizer-settings.ts';
import type { LearningRate, TrainingStepOptions } from './training-step.ts';

/** Options checked and completed: what both engines start from. */
export type StepSettings = Required<Pick<TrainingStepOptions, 'trainable' | 'state' | 'loss'>> & {
  readonly optimizer: Optimizer;
  readonly clipNorm: number | null;
  readonly rateMultipliers: readonly number[];
  readonly decayMultipliers: readonly number[];
};

const multipliers = (name: string, given: readonly number[] | undefined, count: number) => {
  const factors = given ?? Array.from({ length: count }, () => 1);
  if (factors.length !== count)
    throw new RangeError(`training step: ${factors.length} ${name} for ${count} weights`);
  const wrong = factors.find((factor) => !(factor >= 0 && Number.isFinite(factor)));
  if (wrong !== undefined) throw new RangeError(`training step: ${name} must be 0 or more (${wrong})`);
  return factors;
};

/** @throws RangeError for settings out of range or lists that do not fit `trainable` */
export const stepSettings = (options: TrainingStepOptions): StepSettings => {
  const { trainable, state = [], loss, clipNorm } = options;
  if (trainable.length === 0) throw new RangeError('training step: nothing to train');
  if (clipNorm !== undefined && !(clipNorm > 0))
    throw new RangeError(`training step: clipNorm must be positive (${clipNorm})`);
  return {
    ...{ trainable, state, loss, clipNorm: clipNorm ?? null },
    optimizer: completeOptimizer(options.optimizer),
    rateMultipliers: multipliers('rateMultipliers', options.rateMultipliers, trainable.length),
    decayMultipliers: multipliers('decayMultipliers', options.decayMultipliers, trainable.length),
  };
};

/** The rate of each weight in this step. */
export const ratesOf = (learningRate: LearningRate, { rateMultipliers }: StepSettings): readonly number[] => {
  if (typeof learningRate === 'number') return rateMultipliers.map((factor) => factor * learningRate);
  if (learningRate.length !== rateMultipliers.length) {
    throw new RangeError(
      `training step: ${learningRate.length} learning rates for ${rateMultipliers.length} weights`,
    );
  }
  return learningRate.map((rate, at) => rate * rateMultipliers[at]);
};
