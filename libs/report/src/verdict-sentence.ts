import type { Decision } from '@raredx/tables';
import { formatCount } from './format-number.ts';

export const verdictWords = {
  pass: 'Pass',
  fail: 'Fail',
  insufficient_evidence: 'Insufficient evidence',
  none: 'No decision',
} as const;

const criteria = (count: number) => `${formatCount(count)} ${count === 1 ? 'criterion' : 'criteria'}`;

/** The decision in one plain sentence. */
export function verdictSentence(decision: Decision | null): string {
  if (decision === null)
    return 'These are results only: no acceptance policy was applied, so nothing here says that the model may be used.';
  const all = decision.criteria.length;
  if (all === 0) return 'The policy holds no criterion, so nothing was decided.';
  const failed = decision.criteria.filter((criterion) => criterion.verdict === 'fail').length;
  const open = decision.criteria.filter((criterion) => criterion.verdict === 'insufficient_evidence').length;
  const undecided = open === 0 ? '' : `; on ${criteria(open)} the data cannot decide`;
  if (decision.verdict === 'pass') {
    return all === 1
      ? 'The one acceptance criterion is met, judged on the limit of its interval and not on the estimate alone.'
      : `All ${criteria(all)} are met, each judged on the limit of its interval and not on the estimate alone.`;
  }
  if (decision.verdict === 'fail')
    return `The model must not be released: ${formatCount(failed)} of ${criteria(all)} ${failed === 1 ? 'is' : 'are'} not met${undecided}.`;
  return `The data cannot decide on ${formatCount(open)} of ${criteria(all)}, which counts as not met until more patients are seen.`;
}
