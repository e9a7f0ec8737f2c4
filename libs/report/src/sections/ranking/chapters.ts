import type { Html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { certaintySection, stressSection } from './certainty.ts';
import { rankingComparisonSection } from './comparison.ts';
import { fewShotSection } from './few-shot.ts';
import { rankingQuestionSection } from './question.ts';
import { questionsSection } from './questions.ts';
import { rankingResultsSection } from './results.ts';
import { rankingSummarySection } from './summary.ts';

export type Chapter = readonly [id: string, title: string, render: (pack: Pack) => Html | null];

/** What takes the place of chapters about risks, by the id of the chapter; none leaves it out. */
const instead: ReadonlyMap<string, readonly Chapter[]> = new Map<string, readonly Chapter[]>([
  ['plain-summary', [['plain-summary', 'In plain words', rankingSummarySection]]],
  ['question', [['question', 'The question', rankingQuestionSection]]],
  ['results', [['results', 'Results', rankingResultsSection]]],
  [
    'comparison',
    [
      ['comparison', 'Against baseline and scratch', rankingComparisonSection],
      ['few-shot', 'Few shots', fewShotSection],
    ],
  ],
  ['calibration', []],
  ['clinical-use', []],
  ['thresholds', []],
  ['model-card', []],
  ['other-sites', []],
  [
    'uncertainty',
    [
      ['uncertainty', 'How sure', certaintySection],
      ['stress', 'Missing and wrong findings', stressSection],
      ['questions', 'The next question', questionsSection],
    ],
  ],
]);

/** The chapters of a pack over rankings. */
export const rankingChapters = (usual: readonly Chapter[]): readonly Chapter[] =>
  usual.flatMap((chapter) => instead.get(chapter[0]) ?? [chapter]);
