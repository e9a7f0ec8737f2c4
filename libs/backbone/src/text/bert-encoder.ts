import type { Tensorflow } from '@raredx/runtime';
import type * as tfjs from '@tensorflow/tfjs';
import {
  type BertTensors,
  bertShape,
  bertValues,
  layerNormEpsilon,
  paddedLength,
  tokenVectors,
} from './bert-weights.ts';

interface Dense {
  /** (in, out): transposed from torch's (out, in). */
  readonly kernel: tfjs.Tensor2D;
  readonly bias: tfjs.Tensor1D;
}

interface Norm {
  readonly gain: tfjs.Tensor1D;
  readonly bias: tfjs.Tensor1D;
}

interface BertLayer {
  /** Queries, keys and values side by side: one product instead of three. */
  readonly attend: Dense;
  readonly attended: Dense;
  readonly attentionNorm: Norm;
  readonly grow: Dense;
  readonly shrink: Dense;
  readonly outputNorm: Norm;
}

/** BERT's encoder with its tensors: it has a life. */
export interface BertEncoder {
  /** Mean of the last layer over the tokens, a row a text; all texts have the same `paddedLength`. */
  readonly encode: (texts: readonly Int32Array[]) => Float32Array;
  readonly dispose: () => void;
}

const { width, inner, heads } = bertShape;

const dense = (
  tf: Tensorflow,
  tensors: BertTensors,
  names: readonly string[],
  [into, out]: readonly [number, number],
): Dense => {
  const kernels = names.map((name) =>
    tf.tensor2d(bertValues(tensors, `${name}.weight`, [out, into]), [out, into]),
  );
  const biases = names.map((name) => tf.tensor1d(bertValues(tensors, `${name}.bias`, [out])));
  return { kernel: tf.transpose(tf.concat2d(kernels, 0)), bias: tf.concat1d(biases) };
};

const norm = (tf: Tensorflow, tensors: BertTensors, name: string): Norm => ({
  gain: tf.tensor1d(bertValues(tensors, `${name}.weight`, [width])),
  bias: tf.tensor1d(bertValues(tensors, `${name}.bias`, [width])),
});

const readLayer = (tf: Tensorflow, tensors: BertTensors, at: number): BertLayer => {
  const from = `encoder.layer.${at}`;
  const self = ['query', 'key', 'value'].map((name) => `${from}.attention.self.${name}`);
  return {
    attend: dense(tf, tensors, self, [width, width]),
    attended: dense(tf, tensors, [`${from}.attention.output.dense`], [width, width]),
    attentionNorm: norm(tf, tensors, `${from}.attention.output.LayerNorm`),
    grow: dense(tf, tensors, [`${from}.intermediate.dense`], [width, inner]),
    shrink: dense(tf, tensors, [`${from}.output.dense`], [inner, width]),
    outputNorm: norm(tf, tensors, `${from}.output.LayerNorm`),
  };
};

const normalise = (tf: Tensorflow, x: tfjs.Tensor, { gain, bias }: Norm): tfjs.Tensor2D => {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, layerNormEpsilon))), gain), bias);
};

const linear = (tf: Tensorflow, a: tfjs.Tensor2D, { kernel, bias }: Dense): tfjs.Tensor2D =>
  tf.add(tf.matMul(a, kernel), bias);

/** x Φ(x), exact as in the original, not its tanh approximation. */
const gelu = (tf: Tensorflow, x: tfjs.Tensor2D): tfjs.Tensor2D =>
  tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

/** What the layers of one batch share. `mask` is added to the scores: 0 for a token, far below for padding. */
interface Batch {
  readonly texts: number;
  readonly length: number;
  readonly mask: tfjs.Tensor;
}

const attention = (
  tf: Tensorflow,
  x: tfjs.Tensor2D,
  layer: BertLayer,
  { texts, length, mask }: Batch,
): tfjs.Tensor2D => {
  const together = tf.reshape(linear(tf, x, layer.attend), [texts, length, 3, heads, width / heads]);
  const [queries, keys, values] = tf.unstack(tf.transpose(together, [2, 0, 3, 1, 4])) as tfjs.Tensor4D[];
  const scores = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(width / heads));
  const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), values);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [texts * length, width]);
};

const applyLayer = (tf: Tensorflow, x: tfjs.Tensor2D, layer: BertLayer, batch: Batch): tfjs.Tensor2D => {
  const attended = linear(tf, attention(tf, x, layer, batch), layer.attended);
  const between = normalise(tf, tf.add(x, attended), layer.attentionNorm);
  const grown = gelu(tf, linear(tf, between, layer.grow));
  return normalise(tf, tf.add(between, linear(tf, grown, layer.shrink)), layer.outputNorm);
};

const batchOf = (tf: Tensorflow, texts: readonly Int32Array[]): Batch => {
  const length = paddedLength(texts[0].length);
  const mask = new Float32Array(texts.length * length);
  for (const [at, ids] of texts.entries()) mask.fill(-1e9, at * length + ids.length, (at + 1) * length);
  return { texts: texts.length, length, mask: tf.tensor4d(mask, [texts.length, 1, 1, length]) };
};

/** Means over the tokens, padding left out; in double precision. */
const pooled = (rows: Float32Array, texts: readonly Int32Array[], length: number): Float32Array => {
  const means = new Float32Array(texts.length * width);
  for (const [at, ids] of texts.entries()) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let place = 0; place < ids.length; place++) sum += rows[(at * length + place) * width + i];
      means[at * width + i] = sum / ids.length;
    }
  }
  return means;
};

/**
 * BERT's encoder (post-norm transformer) from the tensors of a checkpoint. What else is in a batch changes no bit of a
 * text's row: only texts of one padded length go together, and that length is a whole number of vector registers, for at
 * a ragged end TensorFlow's softmax takes another exponential.
 *
 * @see Devlin J et al. (2019) BERT. NAACL-HLT, 4171–4186
 */
export function openBertEncoder(tf: Tensorflow, tensors: BertTensors): BertEncoder {
  const made = tf.tidy(() => {
    const layers = Array.from({ length: bertShape.layers }, (_, at) => readLayer(tf, tensors, at));
    // tidy keeps tensors in plain objects and arrays that it returns
    return { layers, first: norm(tf, tensors, 'embeddings.LayerNorm') } as unknown as tfjs.TensorContainer;
  }) as unknown as { readonly layers: readonly BertLayer[]; readonly first: Norm };
  const encode = (texts: readonly Int32Array[]) => {
    const length = paddedLength(texts[0].length);
    const rows = tf.tidy(() => {
      const batch = batchOf(tf, texts);
      const vectors = tf.tensor2d(tokenVectors(tensors, texts, length), [texts.length * length, width]);
      let x = normalise(tf, vectors, made.first);
      for (const layer of made.layers) x = tf.tidy(() => applyLayer(tf, x, layer, batch));
      return x.dataSync() as Float32Array;
    });
    return pooled(rows, texts, length);
  };
  return { encode, dispose: () => tf.dispose(made as unknown as tfjs.TensorContainer) };
}
