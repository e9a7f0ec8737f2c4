import type { ModelSpec } from '@raredx/experiment';
import { learnLogistic } from './baselines/logistic-regression.ts';
import { learnPrototypical } from './fewshot/prototypical.ts';
import type { FitTask, FittedTask, Learner, LearnerContext } from './learner.ts';
import { learnNetwork } from './network/network.ts';
import { learnTransfer } from './transfer/pretrained-network.ts';

const learners: { readonly [Kind in ModelSpec['kind']]: Learner<Extract<ModelSpec, { kind: Kind }>> } = {
  logistic: learnLogistic,
  network: learnNetwork,
  transfer: learnTransfer,
  prototypical: learnPrototypical,
};

/** Makes all fits of one model by the learner of its kind. */
export function learn(
  spec: ModelSpec,
  tasks: readonly FitTask[],
  context: LearnerContext,
): Promise<readonly FittedTask[]> {
  return (learners[spec.kind] as Learner)(spec, tasks, context);
}
