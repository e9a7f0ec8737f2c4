import type { SafeTensor } from '@raredx/runtime';
import { ContractError } from '@raredx/tables';

/** all-MiniLM-L6-v2's measures. */
export const bertShape = { layers: 6, heads: 12, width: 384, inner: 1536, positions: 512 } as const;
export const layerNormEpsilon = 1e-12;

export type BertTensors = Readonly<Record<string, SafeTensor>>;

/**
 * The float32 values of a tensor of a BERT checkpoint.
 *
 * @throws ContractError where it is missing or of another shape
 */
export function bertValues(tensors: BertTensors, name: string, shape: readonly number[]): Float32Array {
  const tensor = tensors[name];
  if (tensor?.data instanceof Float32Array && tensor.shape.join() === shape.join()) return tensor.data;
  throw new ContractError('minilm', `${name} is not float32 of shape ${shape.join(' × ')}`);
}

/** Tokens that a text of `tokens` takes in a batch. */
export const paddedLength = (tokens: number): number => Math.ceil(tokens / 16) * 16;

/**
 * Sum of the word's, the position's and the first segment's vectors for every token: (texts, length, width). Padding has
 * the vector of [PAD], id 0.
 */
export function tokenVectors(
  tensors: BertTensors,
  texts: readonly Int32Array[],
  length: number,
): Float32Array {
  const { width, positions } = bertShape;
  const words = bertValues(tensors, 'embeddings.word_embeddings.weight', [30522, width]);
  const places = bertValues(tensors, 'embeddings.position_embeddings.weight', [positions, width]);
  const segments = bertValues(tensors, 'embeddings.token_type_embeddings.weight', [2, width]);
  const vectors = new Float32Array(texts.length * length * width);
  for (const [at, ids] of texts.entries()) {
    for (let place = 0; place < length; place++) {
      const [from, to] = [(ids[place] ?? 0) * width, (at * length + place) * width];
      for (let i = 0; i < width; i++)
        vectors[to + i] = words[from + i] + segments[i] + places[place * width + i];
    }
  }
  return vectors;
}
