import { type OptimizerState, openTrainingStep, type TrainingStep } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import { lossOf } from './objective.ts';
import type { Phase } from './trainee.ts';
import type { TrainingOptions } from './training-options.ts';

/** The step of one phase. */
export interface PhaseStep {
  readonly phase: Phase;
  readonly step: TrainingStep;
}

/** The phase that an epoch belongs to. */
export function phaseOf(phases: readonly Phase[], epoch: number): Phase {
  return phases.findLast((phase) => phase.fromEpoch <= epoch) ?? phases[0];
}

/** Opens the step of a phase, going on from an optimizer's state where there is one. The last input is the dropout key. */
export function openPhaseStep(
  { runtime, model, objective, optimizer, clipNorm, engine }: TrainingOptions,
  phase: Phase,
  state: OptimizerState | null,
): PhaseStep {
  model.enter(phase);
  const step = openTrainingStep(runtime, {
    trainable: phase.weights.map(({ variable }) => variable),
    state: model.state.map(({ variable }) => variable),
    rateMultipliers: phase.weights.map(({ rate }) => rate),
    // biases and BatchNorm's scales have no reason to be near zero
    decayMultipliers: phase.weights.map(({ variable }) => (variable.shape.length > 1 ? 1 : 0)),
    loss: (inputs, [targets]) =>
      lossOf(runtime.tf, objective, {
        scores: model.scores(inputs.slice(0, -1), inputs.at(-1) as tfjs.Tensor1D),
        targets,
      }),
    optimizer,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(engine === undefined ? {} : { engine }),
  });
  if (state) step.restoreOptimizer(state);
  return { phase, step };
}
