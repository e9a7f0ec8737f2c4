import { createRandom } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { explainTexts } from './explain-texts.ts';
import { withoutWords, wordSpans } from './word-spans.ts';
import { type TextScorer, type WordWeights, wordWeights } from './word-weights.ts';

/** A score that counts words by a weight each. */
const scorer =
  (weightOf: (word: string) => number): TextScorer =>
  async (texts) =>
    texts.map((text) => wordSpans(text).reduce((sum, at) => sum + weightOf(text.slice(at.start, at.end)), 0));

const vocabulary = [
  'fever',
  'rash',
  'seizure',
  'normal',
  'gait',
  'ataxia',
  'cough',
  'mild',
  'since',
  'birth',
];
const texts = Array.from({ length: 12 }, (_, at) => {
  const random = createRandom(at);
  return Array.from({ length: 14 }, () => vocabulary[random.integer(10)]).join(' ');
});
const groups = texts.map((_, at) => at);
const learned = (seed: number) => {
  const random = createRandom(seed);
  const weights = new Map(vocabulary.map((word, at) => [word, ((at * 3) % 10) / 3 + 0.2 * random.normal()]));
  return scorer((word) => weights.get(word) ?? 0);
};
const ignorant = (seed: number) => {
  const random = createRandom(`nothing ${seed}`);
  const drawn = new Map(vocabulary.map((word) => [word, random.normal()]));
  return scorer((word) => drawn.get(word) ?? 0);
};
const options = {
  groups,
  randomised: [1, 2, 3, 4].map(ignorant),
  refits: [5, 6, 7].map(learned),
  random: createRandom(1),
  resamples: 300,
};

test('words are cut where a reader would', () => {
  const text = 'No seizure(s); p.Arg12Cys, 3.5 kg.';
  expect(wordSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    ...['No', 'seizure', 's', 'p.Arg12Cys', '3.5', 'kg'],
  ]);
  expect(withoutWords(text, [wordSpans(text)[1]])).toBe('No (s); p.Arg12Cys, 3.5 kg.');
});

describe('weights of words', () => {
  test('are what a score that adds them up gives them', async () => {
    const { weights } = await wordWeights(
      'mild rash',
      scorer((word) => word.length),
    );
    expect([...weights]).toEqual([4, 4]);
    expect(
      (
        await wordWeights(
          'rash',
          scorer(() => 1),
        )
      ).words,
    ).toEqual([]);
  });

  test('are admitted where the score knows its words', async () => {
    const { gates, admitted, texts: found } = await explainTexts(texts, learned(0), options);
    expect(gates.filter(({ passed }) => !passed)).toEqual([]);
    expect(admitted).toBe(true);
    expect(found).toHaveLength(12);
  });

  test('are refused where long words are taken for important ones', async () => {
    const byLength = async (text: string): Promise<WordWeights> => {
      const words = wordSpans(text);
      return { words, weights: Float64Array.from(words, ({ start, end }) => end - start) };
    };
    const { gates, admitted } = await explainTexts(texts, learned(0), { ...options, explainer: byLength });
    expect(admitted).toBe(false);
    expect(gates[0]).toMatchObject({ name: 'changes when the network forgets', passed: false, statistic: 1 });
  });

  test('of texts too short to judge by are not admitted, with the reason', async () => {
    const { gates, admitted } = await explainTexts(['mild rash'], learned(0), { ...options, groups: [1] });
    expect(admitted).toBe(false);
    expect(gates[0].statistic).toBeNull();
    expect(gates[0].why).toContain('not estimable: 0 patients');
  });
});
