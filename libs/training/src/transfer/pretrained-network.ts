import type { TransferSpec } from '@raredx/experiment';
import type { Learner } from '../learner.ts';
import { createStack, disposeStack, withNewHead } from '../network/network-stack.ts';
import { outcomeMember, relatedMember } from '../network/outcome-member.ts';
import { stackRisks } from '../network/stack-risks.ts';
import { trainStack } from '../network/train-stack.ts';

/**
 * The network of {@link learnNetwork}, pretrained on a related task of the same training patients, then fine-tuned on
 * the outcome with a fresh head. Both start from the same weights and see the same batches of the outcome, so their
 * difference is what pretraining did.
 */
export const learnTransfer: Learner<TransferSpec> = async (spec, tasks, { random, tensors, onProgress }) => {
  const tf = await tensors();
  const randoms = tasks.map((task) => random.fork(task.id));
  const classCount = Math.max(...tasks.map((task) => task.related?.classCount ?? 2));
  const shared = { batchSize: spec.batch_size, weightDecay: spec.weight_decay };
  const total = spec.pretrain.epochs + spec.epochs;
  const share = (before: number, epochs: number) => (done: number, steps: number) =>
    onProgress(Math.round(((before + (done / steps) * epochs) / total) * 1000), 1000);
  let stack = createStack(tf, [tasks[0].train.columns.length, ...spec.hidden, classCount], randoms);
  try {
    await trainStack(
      tf,
      stack,
      tasks.map((task) => relatedMember(task, spec.name)),
      randoms.map((stream) => stream.fork('related')),
      {
        ...shared,
        epochs: spec.pretrain.epochs,
        learningRate: spec.pretrain.learning_rate,
        freeze: 0,
        loss: 'classes',
      },
      share(0, spec.pretrain.epochs),
    );
    stack = withNewHead(
      tf,
      stack,
      1,
      randoms.map((stream) => stream.fork('head')),
    );
    await trainStack(
      tf,
      stack,
      tasks.map(outcomeMember),
      randoms.map((stream) => stream.fork('outcome')),
      {
        ...shared,
        epochs: spec.epochs,
        learningRate: spec.learning_rate,
        freeze: spec.freeze,
        loss: 'binary',
      },
      share(spec.pretrain.epochs, spec.epochs),
    );
    return stackRisks(tf, stack, tasks);
  } finally {
    disposeStack(stack);
  }
};
