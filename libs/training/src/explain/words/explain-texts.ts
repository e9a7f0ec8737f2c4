import { type Random, shuffled } from '@raredx/stats';
import { meanGate } from '../gates/clustered-mean.ts';
import { admittedBy, type GateResult } from '../gates/gate-result.ts';
import { rankCorrelation } from '../gates/rank-correlation.ts';
import { withoutWords } from './word-spans.ts';
import { type TextScorer, type WordWeights, wordWeights } from './word-weights.ts';

export interface ExplainTextsOptions {
  /** Patient of each text. */
  readonly groups: ArrayLike<string | number>;
  /** The same texts by models that learned nothing, e.g. from shuffled labels. */
  readonly randomised: readonly TextScorer[];
  /** And by fits on bootstrap samples of the training patients. */
  readonly refits: readonly TextScorer[];
  readonly random: Random;
  /** Random words a text is compared with. @default 4 */
  readonly draws?: number;
  /** Weighs words; another one than occlusion can be judged. */
  readonly explainer?: (text: string, score: TextScorer) => Promise<WordWeights>;
  readonly confidence?: number;
  readonly resamples?: number;
}

export interface ExplainedTexts {
  readonly texts: readonly WordWeights[];
  readonly gates: readonly GateResult[];
  readonly admitted: boolean;
}

/** Shares of a text's words that are taken away. */
const shares = [0.1, 0.2, 0.3];

/**
 * Weights of words, and whether they pass the gates of `explainPictures`: other words when the model learned nothing, the
 * score falls further without the named words than without random ones, the same words by fits on other patients.
 *
 * Texts of fewer than five words take no part.
 */
export async function explainTexts(
  texts: readonly string[],
  score: TextScorer,
  options: ExplainTextsOptions,
): Promise<ExplainedTexts> {
  const { random, draws = 4, explainer = wordWeights } = options;
  const { confidence = 0.95, resamples = 1000 } = options;
  const weigh = async (by: TextScorer) => {
    const found: WordWeights[] = [];
    for (const text of texts) found.push(await explainer(text, by));
    return found;
  };
  const own = await weigh(score);
  const taken = Array.from(own.keys()).filter((at) => own[at].words.length >= 5);
  const groups = taken.map((at) => options.groups[at]);
  const spread = (name: string) => ({ groups, confidence, resamples, random: random.fork(name) });
  const alike = async (others: readonly TextScorer[]) => {
    const sets: (readonly WordWeights[])[] = [];
    for (const other of others) sets.push(await weigh(other));
    return taken.map(
      (at) =>
        sets.reduce((sum, set) => sum + rankCorrelation(own[at].weights, set[at].weights), 0) / sets.length,
    );
  };
  const gains: number[] = [];
  for (const at of taken) {
    gains.push(await gainOf({ text: texts[at], own: own[at], score }, { draws, random: random.fork(at) }));
  }
  const gates = [
    meanGate(
      {
        name: 'changes when the network forgets',
        bound: { below: 0.5 },
        asks: 'rank correlation of the weights of words with those of models that learned nothing',
      },
      await alike(options.randomised),
      spread('randomisation'),
    ),
    meanGate(
      {
        name: 'deletion',
        bound: { above: 0 },
        asks: 'how much further the score falls without the named words than without random ones',
      },
      gains,
      spread('deletion'),
    ),
    meanGate(
      {
        name: 'stays when fitted again',
        bound: { above: 0.5 },
        asks: `rank correlation of the weights of words with those of ${options.refits.length} fits on bootstrap samples of the training patients`,
      },
      await alike(options.refits),
      spread('stability'),
    ),
  ];
  return { texts: own, gates, admitted: admittedBy(gates) };
}

/** Mean score without random words, less that without the words of most weight. */
async function gainOf(
  { text, own, score }: { readonly text: string; readonly own: WordWeights; readonly score: TextScorer },
  { draws, random }: { readonly draws: number; readonly random: Random },
): Promise<number> {
  const { words, weights } = own;
  const counts = shares.map((share) => Math.max(1, Math.round(share * words.length)));
  const heaviest = Array.from(words.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  const orders = [
    heaviest,
    ...Array.from({ length: draws }, (_, k) => Array.from(shuffled(words.length, random.fork(k)))),
  ];
  const without = orders.flatMap((order) =>
    counts.map((count) =>
      withoutWords(
        text,
        order.slice(0, count).map((at) => words[at]),
      ),
    ),
  );
  const scores = await score(without);
  const mean = (order: number) =>
    counts.reduce((sum, _, at) => sum + scores[order * counts.length + at], 0) / counts.length;
  const chance = Array.from({ length: draws }, (_, k) => mean(k + 1)).reduce((sum, one) => sum + one, 0);
  return chance / draws - mean(0);
}
