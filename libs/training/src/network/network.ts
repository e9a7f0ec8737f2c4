import type { NetworkSpec } from '@raredx/experiment';
import type { Learner } from '../learner.ts';
import { createStack, disposeStack } from './network-stack.ts';
import { outcomeMember } from './outcome-member.ts';
import { stackRisks } from './stack-risks.ts';
import { trainStack } from './train-stack.ts';

/** A dense network from scratch on the outcome: the control that a pretrained one must beat. */
export const learnNetwork: Learner<NetworkSpec> = async (spec, tasks, { random, tensors, onProgress }) => {
  const tf = await tensors();
  const randoms = tasks.map((task) => random.fork(task.id));
  const stack = createStack(tf, [tasks[0].train.columns.length, ...spec.hidden, 1], randoms);
  try {
    await trainStack(
      tf,
      stack,
      tasks.map(outcomeMember),
      randoms.map((stream) => stream.fork('outcome')),
      {
        epochs: spec.epochs,
        batchSize: spec.batch_size,
        learningRate: spec.learning_rate,
        weightDecay: spec.weight_decay,
        freeze: 0,
        loss: 'binary',
      },
      onProgress,
    );
    return stackRisks(tf, stack, tasks);
  } finally {
    disposeStack(stack);
  }
};
