import type { PrototypicalSpec } from '@raredx/experiment';
import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../breathe.ts';
import type { FitTask, LearnerContext, Weights } from '../learner.ts';
import {
  createStack,
  disposeStack,
  forward,
  memberWeights,
  type NetworkStack,
} from '../network/network-stack.ts';
import { relatedMember } from '../network/outcome-member.ts';
import { memberRows, stackedFeatures } from '../network/stacked-features.ts';
import type { Tensors } from '../tensors.ts';
import { TrainingError } from '../training-error.ts';
import { drawEpisode } from './episode.ts';
import type { Embedded } from './prototype-risks.ts';

export interface TaskEmbedding {
  readonly train: Embedded;
  readonly judge: Embedded;
  readonly weights: Readonly<Record<string, Weights>>;
}

/**
 * An embedding for each task, learned episodically on the related task: in every episode each member draws support and
 * query patients of each class and lowers the cross-entropy of softmax(−‖z − c‖²). Models that differ only in their
 * number of shots share it.
 */
export async function episodicEmbedding(
  spec: PrototypicalSpec,
  tasks: readonly FitTask[],
  { random, tensors, onProgress }: LearnerContext,
): Promise<readonly TaskEmbedding[]> {
  const tf = await tensors();
  const randoms = tasks.map((task) => random.fork(task.id));
  const stack = createStack(tf, [tasks[0].train.columns.length, ...spec.hidden], randoms);
  const byClass = tasks.map((task) => rowsByClass(task, spec.name));
  const features = stackedFeatures(
    tf,
    tasks.map((task) => task.train),
  );
  try {
    await trainEpisodes(tf, stack, features, { spec, byClass, randoms, onProgress });
    return embedTasks(tf, stack, tasks);
  } finally {
    features.dispose();
    disposeStack(stack);
  }
}

function rowsByClass(task: FitTask, model: string): Uint32Array[] {
  const { classes, rows } = relatedMember(task, model);
  const count = task.related?.classCount ?? 0;
  return Array.from({ length: count }, (_, c) => {
    const members = rows.filter((row) => classes[row] === c);
    if (members.length >= 2) return members;
    throw new TrainingError(
      `${model} ${task.id}`,
      `class ${c} of the related task has ${members.length} training patients; 2 are needed`,
    );
  });
}

interface EpisodicTraining {
  readonly spec: PrototypicalSpec;
  readonly byClass: readonly (readonly Uint32Array[])[];
  readonly randoms: readonly Random[];
  readonly onProgress: LearnerContext['onProgress'];
}

async function trainEpisodes(
  tf: Tensors,
  stack: NetworkStack,
  features: tfjs.Tensor3D,
  { spec, byClass, randoms, onProgress }: EpisodicTraining,
): Promise<void> {
  const { episodes, shots, queries, learning_rate } = spec.pretrain;
  const optimizer = tf.train.adam(learning_rate);
  const variables = stack.layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  for (let episode = 0; episode < episodes; episode++) {
    const drawn = byClass.map((classes, m) =>
      drawEpisode(classes, { shots, queries }, randoms[m].fork('episode').fork(episode)),
    );
    const loss = tf.tidy(() => {
      const support = pick(
        tf,
        features,
        drawn.map((one) => one.support),
      );
      const query = pick(
        tf,
        features,
        drawn.map((one) => one.query),
      );
      const objective = () => episodeLoss(tf, stack, { support, query, shots, queries });
      const value = optimizer.minimize(objective, true, variables) as tfjs.Scalar;
      return episode % 20 === 19 || episode === episodes - 1 ? value.dataSync()[0] : 0;
    });
    if (!Number.isFinite(loss)) {
      throw new TrainingError(
        spec.name,
        `the loss is not finite in episode ${episode + 1}`,
        'lower the learning rate',
      );
    }
    await breathe();
    onProgress(episode + 1, episodes);
  }
  optimizer.dispose();
}

interface EpisodeTensors {
  readonly support: tfjs.Tensor3D;
  readonly query: tfjs.Tensor3D;
  readonly shots: number;
  readonly queries: number;
}

/** Sum over members of the mean cross-entropy of their queries. */
function episodeLoss(
  tf: Tensors,
  stack: NetworkStack,
  { support, query, shots, queries }: EpisodeTensors,
): tfjs.Scalar {
  const members = stack.members;
  const classes = support.shape[1] / shots;
  const width = stack.widths[stack.widths.length - 1];
  const prototypes = tf.mean(
    tf.reshape(forward(tf, stack, support), [members, classes, shots, width]),
    2,
  ) as tfjs.Tensor3D;
  const embedded = forward(tf, stack, query);
  const cross = tf.matMul(embedded, prototypes, false, true);
  const norms = tf.reshape(tf.sum(tf.square(prototypes), -1), [members, 1, classes]);
  const closeness = tf.sub(tf.mul(cross, 2), norms);
  const classOf = Int32Array.from({ length: classes * queries }, (_, i) => Math.floor(i / queries));
  const wanted = tf.expandDims(tf.oneHot(tf.tensor1d(classOf, 'int32'), classes), 0);
  const perQuery = tf.sum(tf.mul(tf.logSoftmax(closeness), wanted), -1);
  return tf.neg(tf.div(tf.sum(perQuery), classes * queries)) as tfjs.Scalar;
}

function pick(tf: Tensors, features: tfjs.Tensor3D, rows: readonly Uint32Array[]): tfjs.Tensor3D {
  const [members, most, width] = features.shape;
  const flat = Int32Array.from(rows.flatMap((own, m) => Array.from(own, (row) => m * most + row)));
  const picked = tf.gather(tf.reshape(features, [members * most, width]), tf.tensor1d(flat, 'int32'));
  return tf.reshape(picked, [members, rows[0].length, width]);
}

function embedTasks(tf: Tensors, stack: NetworkStack, tasks: readonly FitTask[]): TaskEmbedding[] {
  const embed = (part: 'train' | 'judge'): Embedded[] => {
    const out = tf.tidy(() =>
      forward(
        tf,
        stack,
        stackedFeatures(
          tf,
          tasks.map((task) => task[part]),
        ),
      ),
    );
    const values = out.dataSync() as Float32Array;
    const parts = tasks.map((task, member) => ({
      rows: task[part].rows,
      width: out.shape[2],
      values: memberRows(values, out.shape, { member, rows: task[part].rows }),
    }));
    out.dispose();
    return parts;
  };
  const train = embed('train');
  const judge = embed('judge');
  return tasks.map((_, m) => ({ train: train[m], judge: judge[m], weights: memberWeights(tf, stack, m) }));
}
