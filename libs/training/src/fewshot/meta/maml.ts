import type { Random } from '@raredx/stats';
import type * as tfjs from '@tensorflow/tfjs';
import { breathe } from '../../breathe.ts';
import type { FeatureTable } from '../../features.ts';
import type { Tensors } from '../../tensors.ts';
import { TrainingError } from '../../training-error.ts';
import { drawEpisodes } from '../episodes/draw-episodes.ts';
import type { FewShotMethod } from '../few-shot-method.ts';
import type { Support } from '../support.ts';
import {
  crossEntropy,
  type EpisodeTensors,
  episodeTensors,
  normalTensor,
  tableTensor,
  trainable,
} from './episode-tensors.ts';
import type { MetaOptions, MetaTask } from './meta-options.ts';

export interface MamlOptions extends MetaOptions {
  /** What the inner steps move: the whole network (MAML), or its head alone (ANIL). */
  readonly adapt: 'network' | 'head';
  /** 1 leaves the inner gradients out of the outer one; 2 differentiates through them. */
  readonly order: 1 | 2;
  readonly innerSteps: number;
  readonly innerRate: number;
}

/** Kernel and bias of the embedding, then of the head. */
type Weights = readonly tfjs.Tensor[];

/**
 * Starting weights from which a few gradient steps on the support go far, meta-learned on episodes of base classes: the
 * network is relu(x W + b) V + c, its classes in the order of the episode. `classify` runs the same inner steps.
 *
 * Finn C, Abbeel P, Levine S (2017). Model-agnostic meta-learning. ICML (first order: its section 5.2).
 * Raghu A, Raghu M, Bengio S, Vinyals O (2020). Rapid learning or feature reuse? (ANIL). ICLR.
 *
 * @throws TrainingError where the loss is not finite
 */
export async function learnMaml(
  { task, tf }: MetaTask,
  options: MamlOptions,
  random: Random,
): Promise<FewShotMethod> {
  const { ways, shots, queries, episodes, learningRate, onProgress } = options;
  const variables = trainable(tf, initialWeights(tf, task.features.width, options, random.fork('weights')));
  const optimizer = tf.train.adam(learningRate);
  const stream = random.fork('episodes');
  try {
    for (let i = 0; i < episodes; i++) {
      const [episode] = drawEpisodes(task, { ways, shots, queries, count: 1, first: i }, stream);
      const loss = tf.tidy(() => {
        const made = episodeTensors(tf, task.features, episode);
        const { value, gradients } = outerGradients(tf, variables, made, options);
        optimizer.applyGradients(gradients.map((tensor, at) => ({ name: variables[at].name, tensor })));
        return value.dataSync()[0];
      });
      if (!Number.isFinite(loss))
        throw new TrainingError(
          'maml',
          `the loss is not finite in episode ${i + 1}`,
          'lower a learning rate',
        );
      if (i % 20 === 19) await breathe();
      onProgress?.(i + 1, episodes);
    }
    const learned = variables.map((variable) => ({ shape: variable.shape, values: variable.dataSync() }));
    return adaptedMethod(tf, learned, options);
  } finally {
    optimizer.dispose();
    tf.dispose(variables);
  }
}

function initialWeights(
  tf: Tensors,
  width: number,
  { hidden, ways }: MamlOptions,
  random: Random,
): tfjs.Tensor[] {
  const draw = () => random.normal();
  return [
    tf.tensor2d(normalTensor([width, hidden], Math.sqrt(2 / width), draw), [width, hidden]),
    tf.zeros([1, hidden]),
    tf.tensor2d(normalTensor([hidden, ways], Math.sqrt(1 / hidden), draw), [hidden, ways]),
    tf.zeros([1, ways]),
  ];
}

/** Gradient of the query loss after adaptation, by the weights before it (order 2) or after it (order 1). */
export function outerGradients(
  tf: Tensors,
  start: Weights,
  episode: EpisodeTensors,
  options: MamlOptions,
): { readonly value: tfjs.Scalar; readonly gradients: tfjs.Tensor[] } {
  const queryLoss = (weights: Weights) =>
    crossEntropy(tf, forward(tf, weights, episode.query), episode.queryTargets);
  const adapted = (weights: Weights) =>
    innerSteps(tf, weights, { x: episode.support, targets: episode.supportTargets, options });
  if (options.order === 2) {
    const { value, grads } = tf.valueAndGrads((...weights: tfjs.Tensor[]) => queryLoss(adapted(weights)))([
      ...start,
    ]);
    return { value: value as tfjs.Scalar, gradients: grads };
  }
  const { value, grads } = tf.valueAndGrads((...weights: tfjs.Tensor[]) => queryLoss(weights))([
    ...adapted(start),
  ]);
  return { value: value as tfjs.Scalar, gradients: grads };
}

const forward = (tf: Tensors, [w, b, v, c]: Weights, x: tfjs.Tensor2D): tfjs.Tensor2D =>
  tf.add(
    tf.matMul(tf.relu(tf.add(tf.matMul(x, w as tfjs.Tensor2D), b)) as tfjs.Tensor2D, v as tfjs.Tensor2D),
    c,
  );

interface Inner {
  readonly x: tfjs.Tensor2D;
  readonly targets: tfjs.Tensor2D;
  readonly options: MamlOptions;
}

/**
 * Gradient steps on the support. The gradient of this small network is written out, so that the outer gradient runs
 * through it by ordinary operations and needs no derivative of a derivative from the tensor library.
 */
function innerSteps(tf: Tensors, start: Weights, { x, targets, options }: Inner): Weights {
  const { innerSteps: steps, innerRate, adapt } = options;
  let weights = start;
  for (let step = 0; step < steps; step++) {
    const [w, b, v, c] = weights as readonly tfjs.Tensor2D[];
    const before = tf.add(tf.matMul(x, w), b);
    const active = tf.relu(before) as tfjs.Tensor2D;
    const logits = tf.add(tf.matMul(active, v), c);
    const error = tf.div(tf.sub(tf.softmax(logits), targets), x.shape[0]) as tfjs.Tensor2D;
    const moved = (weight: tfjs.Tensor, slope: tfjs.Tensor) => tf.sub(weight, tf.mul(slope, innerRate));
    const head = [moved(v, tf.matMul(active, error, true, false)), moved(c, tf.sum(error, 0, true))];
    if (adapt === 'head') {
      weights = [w, b, ...head];
      continue;
    }
    const back = tf.mul(tf.matMul(error, v, false, true), tf.step(before)) as tfjs.Tensor2D;
    weights = [moved(w, tf.matMul(x, back, true, false)), moved(b, tf.sum(back, 0, true)), ...head];
  }
  return weights;
}

interface Stored {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

function adaptedMethod(tf: Tensors, learned: readonly Stored[], options: MamlOptions): FewShotMethod {
  const classify = ({ features, classes, classCount }: Support, queries: FeatureTable): Float64Array => {
    if (classCount !== options.ways)
      throw new TrainingError('maml', `learned for ${options.ways} ways, asked for ${classCount}`);
    const out = tf.tidy(() => {
      const start = learned.map(({ shape, values }) => tf.tensor(Float32Array.from(values), [...shape]));
      const targets = tf.cast(
        tf.oneHot(tf.tensor1d(classes, 'int32'), classCount),
        'float32',
      ) as tfjs.Tensor2D;
      const weights = innerSteps(tf, start, { x: tableTensor(tf, features), targets, options });
      return tf.softmax(forward(tf, weights, tableTensor(tf, queries)));
    });
    const probabilities = Float64Array.from(out.dataSync());
    out.dispose();
    return probabilities;
  };
  return Object.freeze({ name: options.adapt === 'head' ? 'anil' : 'maml', transductive: false, classify });
}
