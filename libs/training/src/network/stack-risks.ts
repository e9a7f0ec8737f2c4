import { expit } from '@raredx/stats';
import type { FitTask, FittedTask } from '../learner.ts';
import type { Tensors } from '../tensors.ts';
import { forward, memberWeights, type NetworkStack } from './network-stack.ts';
import { memberRows, stackedFeatures } from './stacked-features.ts';

/** Each member's risks for the patients it must judge, and its weights. The logistic map is taken in double precision. */
export function stackRisks(tf: Tensors, stack: NetworkStack, tasks: readonly FitTask[]): FittedTask[] {
  const scores = tf.tidy(() =>
    forward(
      tf,
      stack,
      stackedFeatures(
        tf,
        tasks.map((task) => task.judge),
      ),
    ),
  );
  const values = scores.dataSync() as Float32Array;
  const fitted = tasks.map((task, member) => ({
    id: task.id,
    risks: [memberRows(values, scores.shape, { member, rows: task.judge.rows }).map(expit)],
    weights: memberWeights(tf, stack, member),
    notes: [],
  }));
  scores.dispose();
  return fitted;
}
