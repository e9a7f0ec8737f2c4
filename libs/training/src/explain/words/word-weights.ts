import { type WordSpan, withoutWords, wordSpans } from './word-spans.ts';

/** Scores of texts, e.g. a head on sentence embeddings: the higher, the more of the class that is explained. */
export type TextScorer = (texts: readonly string[]) => Promise<ArrayLike<number>>;

export interface WordWeights {
  readonly words: readonly WordSpan[];
  /** How far the score falls without each word. */
  readonly weights: Float64Array;
}

/**
 * Weights of the words of a text by occlusion: its score less its score without the word. A text has to have another word
 * left, so one of a single word has no weights.
 *
 * @see Li J, Monroe W, Jurafsky D (2016) Understanding neural networks through representation erasure. arXiv:1612.08220
 */
export async function wordWeights(text: string, score: TextScorer): Promise<WordWeights> {
  const words = wordSpans(text);
  if (words.length < 2) return { words: [], weights: new Float64Array() };
  const scores = await score([text, ...words.map((word) => withoutWords(text, [word]))]);
  return { words, weights: Float64Array.from(words, (_, at) => scores[0] - scores[at + 1]) };
}
