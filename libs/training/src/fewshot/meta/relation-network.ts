import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import { TrainingError } from '../../training-error.ts';
import { drawEpisodes } from '../episodes/draw-episodes.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import { classShares } from '../prototype-distances.ts';
import type { Support } from '../support.ts';
import { episodeTensors, normalTensor, tableTensor, trainable } from './episode-tensors.ts';
import type { MetaOptions, MetaTask } from './meta-options.ts';

/** Kernels for the prototype's and for the query's half of the pair, hidden bias, output kernel and bias. */
type Weights = readonly tfjs.Tensor[];

/**
 * A learned comparison: score(q, k) = sigmoid(v · relu(A cₖ + B q + b) + d) of each query with each prototype, learned on
 * episodes of base classes to be 1 for the query's class and 0 for others (mean squared error, as in the paper).
 * Probabilities are the scores divided by their sum.
 *
 * Sung F, Yang Y, Zhang L, Xiang T, Torr PHS, Hospedales TM (2018). Learning to compare: relation network for few-shot
 * learning. CVPR. (Here on vectors: the paper compares feature maps by convolutions.)
 *
 * @throws TrainingError where the loss is not finite
 */
export async function learnRelation(
  { task, tf }: MetaTask,
  options: MetaOptions,
  random: Random,
): Promise<FewShotMethod> {
  const { ways, shots, queries, episodes, learningRate, onProgress } = options;
  const { width } = task.features;
  const variables = trainable(tf, initialWeights(tf, width, options.hidden, random.fork('weights')));
  const optimizer = tf.train.adam(learningRate);
  const stream = random.fork('episodes');
  try {
    for (let i = 0; i < episodes; i++) {
      const [episode] = drawEpisodes(task, { ways, shots, queries, count: 1, first: i }, stream);
      const loss = tf.tidy(() => {
        const made = episodeTensors(tf, task.features, episode);
        const prototypes = tf.div(tf.matMul(made.supportTargets, made.support, true, false), shots);
        const objective = () => {
          const scores = relations(tf, variables, prototypes as tfjs.Tensor2D, made.query);
          return tf.mean(tf.square(tf.sub(scores, made.queryTargets))) as tfjs.Scalar;
        };
        return (optimizer.minimize(objective, true, variables) as tfjs.Scalar).dataSync()[0];
      });
      if (!Number.isFinite(loss))
        throw new TrainingError(
          'relation',
          `the loss is not finite in episode ${i + 1}`,
          'lower the learning rate',
        );
      if (i % 20 === 19) await breathe();
      onProgress?.(i + 1, episodes);
    }
    return relationMethod(
      tf,
      variables.map((variable) => ({
        shape: variable.shape,
        values: Float32Array.from(variable.dataSync()),
      })),
    );
  } finally {
    optimizer.dispose();
    tf.dispose(variables);
  }
}

function initialWeights(tf: Tensors, width: number, hidden: number, random: Random): tfjs.Tensor[] {
  const draw = () => random.normal();
  const half = () => tf.tensor2d(normalTensor([width, hidden], Math.sqrt(1 / width), draw), [width, hidden]);
  return [
    half(),
    half(),
    tf.zeros([1, 1, hidden]),
    tf.tensor2d(normalTensor([hidden, 1], Math.sqrt(1 / hidden), draw), [hidden, 1]),
    tf.zeros([1]),
  ];
}

/** Scores, queries × ways; the first layer of each half is computed once, not once a pair. */
function relations(
  tf: Tensors,
  weights: Weights,
  prototypes: tfjs.Tensor2D,
  query: tfjs.Tensor2D,
): tfjs.Tensor2D {
  const [a, b, bias, v, d] = weights;
  const [ways, queries] = [prototypes.shape[0], query.shape[0]];
  const hidden = a.shape[1] as number;
  const left = tf.reshape(tf.matMul(prototypes, a as tfjs.Tensor2D), [1, ways, hidden]);
  const right = tf.reshape(tf.matMul(query, b as tfjs.Tensor2D), [queries, 1, hidden]);
  const active = tf.reshape(tf.relu(tf.add(tf.add(left, right), bias)), [queries * ways, hidden]);
  return tf.reshape(tf.sigmoid(tf.add(tf.matMul(active as tfjs.Tensor2D, v as tfjs.Tensor2D), d)), [
    queries,
    ways,
  ]);
}

interface Stored {
  readonly shape: number[];
  readonly values: Float32Array;
}

function relationMethod(tf: Tensors, learned: readonly Stored[]): FewShotMethod {
  const classify = (support: Support, queries: FeatureTable): Float64Array => {
    const { features, classCount } = support;
    const scores = tf.tidy(() => {
      const weights = learned.map(({ shape, values }) => tf.tensor(values, shape));
      const prototypes = tf.tensor2d(classMeans(support), [classCount, features.width]);
      return relations(tf, weights, prototypes, tableTensor(tf, queries));
    });
    const values = Float64Array.from(scores.dataSync());
    scores.dispose();
    for (let q = 0; q < queries.rows; q++) {
      const row = values.subarray(q * classCount, (q + 1) * classCount);
      const total = Math.max(
        row.reduce((sum, score) => sum + score, 0),
        1e-12,
      );
      row.forEach((score, c) => {
        row[c] = Math.max(score, 1e-12 / classCount) / total;
      });
    }
    return values;
  };
  return Object.freeze({ name: 'relation', transductive: false, classify });
}

function classMeans({ features: { rows, width, values }, classes, classCount }: Support): Float32Array {
  const share = classShares(classes, classCount);
  const means = new Float32Array(classCount * width);
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < width; c++)
      means[classes[row] * width + c] += share[classes[row]] * values[row * width + c];
  return means;
}
