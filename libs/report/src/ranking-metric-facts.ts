import type { Described } from './uncertainty-metric-facts.ts';

const ranked: Readonly<Record<string, readonly [title: string, heading: string, plain: string]>> = {
  top_1: ['top-1 accuracy', 'Top 1', 'ranked first'],
  top_3: ['top-3 accuracy', 'Top 3', 'in the first three'],
  top_10: ['top-10 accuracy', 'Top 10', 'in the first ten'],
};

const weighted = {
  capped: ['at most five cases a publication', 'capped', 'a publication counting as five cases at most'],
  macro: ['mean of diseases', 'macro', 'each disease counting once'],
} as const;

const shares = Object.entries(ranked).flatMap(([metric, [title, heading, where]]) =>
  Object.entries(weighted).map(([suffix, [words, short, how]]): [string, Described] => [
    `${metric}_${suffix}`,
    [
      `${title}, ${words}`,
      `${heading}, ${short}, %`,
      1,
      'higher',
      1,
      `Share of cases whose true diagnosis is ${where}, ${how}.`,
      'percent',
    ],
  ]),
);

const reciprocal = Object.entries(weighted).map(([suffix, [words, short, how]]): [string, Described] => [
  `mrr_${suffix}`,
  [
    `mean reciprocal rank, ${words}`,
    `MRR, ${short}`,
    3,
    'higher',
    1,
    `Mean of one divided by the rank of the true diagnosis, ${how}.`,
  ],
]);

/** Statements about ranked candidates, few shots and questions. */
export const rankingDescribed: Readonly<Record<string, Described>> = {
  ...Object.fromEntries([...shares, ...reciprocal]),
  ece_top_1: [
    'calibration error of the leader',
    'ECE of the leader',
    3,
    'lower',
    0,
    'Mean distance between the probability of the leading candidate and how often it is right, in ten bins of equal size. Chance alone makes it larger than 0.',
  ],
  confidence_top_1: [
    'mean probability of the leader',
    'Mean probability of the leader',
    3,
    'none',
    null,
    'What the model says of its leading candidates on average; to be read beside the top-1 accuracy.',
  ],
  overconfidence_top_1: [
    'overconfidence in the leader',
    'Overconfidence in the leader',
    3,
    'target',
    0,
    'Mean probability of the leading candidates less how often they are right. Above 0 the model promises too much.',
  ],
  reliability_top_1: [
    'share of right leaders among those of like probability',
    'Leaders that are right, %',
    1,
    'none',
    null,
    'How often the leading candidate is right in a fifth of the cases, against its mean probability there.',
    'percent',
  ],
  top_1_of_surest: [
    'top-1 accuracy in the surest cases',
    'Top 1 of the surest, %',
    1,
    'higher',
    1,
    'Share of right leaders where only the cases with the surest leaders are answered.',
    'percent',
  ],
  open_set_auroc: [
    'AUROC of the unknown-disease score',
    'AUROC, unknown disease',
    3,
    'higher',
    1,
    'Chance that a case of a disease which the knowledge does not describe gets a higher score than a case of one that it does.',
  ],
  questions_needed: [
    'questions needed',
    'Questions needed',
    2,
    'lower',
    0,
    'Mean number of questions until the true disease is among the first ten.',
  ],
  questions_arrived: [
    'share of cases that arrive',
    'Cases that arrive, %',
    1,
    'higher',
    1,
    'Share of cases whose true disease comes among the first ten before the questions end.',
    'percent',
  ],
  questions_saved: [
    'questions saved',
    'Questions saved, %',
    1,
    'higher',
    1,
    'One minus the ratio of mean questions to those of the other policy.',
    'percent',
  ],
};
