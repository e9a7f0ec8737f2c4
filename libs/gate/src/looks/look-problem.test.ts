import { describe, expect, it } from 'vitest';
import { policyText } from '../../tests/policy-text.ts';
import { parsePolicy } from '../parse-policy.ts';
import { lookProblem } from './look-problem.ts';

const planned = (more: string) =>
  parsePolicy(
    policyText({}, { looks: `{ cohort: c, planned: 4, spending: fixed, because: so, ${more} }` }),
    'p',
  );
const reused = planned('data: reused');
const growing = planned('data: accumulating, planned_events: 400');

const adding = parsePolicy(
  policyText(
    {},
    {
      looks: '{ method: e-value, cohort: c, expected_shift: 2.5, data: new, because: so }',
    },
  ),
  'p',
);
const term = { scale: 'identity', at: 1, error: 0.1, shift: 2.5 } as const;
const second = { number: 2, of: null, alpha: 0.05, past: { ranking: [term] } };

describe('a decision says which look it was', () => {
  it.each([
    ['as planned', reused, { number: 2, of: 4, alpha: 0.0125 }, null],
    ['less than planned', reused, { number: 2, of: 4, alpha: 0.001 }, null],
    ['after the last, nothing', reused, { number: 5, of: 4, alpha: 0 }, null],
    ['accumulating, up to all', growing, { number: 2, of: 4, alpha: 0.05 }, null],
    ['more than is left', reused, { number: 2, of: 4, alpha: 0.05 }, 'judged look 2 at a level of 0.05'],
    ['after the last, something', reused, { number: 5, of: 4, alpha: 0.01 }, 'the policy leaves 0 to it'],
    ['more than all', growing, { number: 1, of: 4, alpha: 0.06 }, 'at a level of 0.06'],
    ['no level', reused, { number: 1, of: 4, alpha: Number.NaN }, 'at a level of NaN'],
    ['what another plan left', reused, { number: 2, of: 4, alpha: 0.01, spentBefore: 0.04 }, null],
    [
      'more than another plan left',
      reused,
      { number: 2, of: 4, alpha: 0.0125, spentBefore: 0.04 },
      'the policy leaves 0.01',
    ],
    [
      'nothing was spent less',
      reused,
      { number: 2, of: 4, alpha: 0.01, spentBefore: -1 },
      'says that earlier looks spent -1',
    ],
    ['fewer planned', reused, { number: 1, of: 1, alpha: 0.0125 }, 'says 1 looks are planned'],
    ['no look', reused, { number: 0, of: 4, alpha: 0.0125 }, 'says it was look 0'],
    ['nothing said', reused, undefined, 'does not say which look it was'],
    [
      'a policy without looks',
      parsePolicy(policyText(), 'p'),
      { number: 1, of: 1, alpha: 0.05 },
      'the policy plans none',
    ],
    ['e-values, the second look', adding, { ...second, alpha: 1 - adding.confidence }, null],
    ['e-values, of so many', adding, { ...second, of: 4 }, 'the policy leaves their number open'],
    ['e-values, another level', adding, { ...second, alpha: 0.2 }, 'the policy asks for 0.05'],
    [
      'e-values, nothing of before',
      adding,
      { number: 1, of: null, alpha: 0.05 },
      'what earlier looks measured',
    ],
    ['e-values, more than there were', adding, { ...second, number: 1 }, 'counts 1 looks before look 1'],
    ['any number where some are planned', reused, { number: 2, of: null, alpha: 0.0125 }, 'says null looks'],
    ['neither', parsePolicy(policyText(), 'p'), undefined, null],
  ])('%s', (_, policy, look, words) => {
    const problem = lookProblem(policy, look);
    if (words === null) expect(problem).toBe(null);
    else expect(problem).toContain(words);
  });
});
