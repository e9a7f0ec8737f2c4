import type { DecisionLook, LookEvidence, LookQuestion } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../../tests/evidence-row.ts';
import { policyText } from '../../tests/policy-text.ts';
import { judge } from '../judge.ts';
import { parsePolicy } from '../parse-policy.ts';
import { wilsonAt } from '../wilson-shape.ts';

const policyOf = (more: string, criterion = {}, head = {}) =>
  parsePolicy(
    policyText(criterion, {
      looks: `{ method: e-value, cohort: c, expected_shift: 2.5, because: so, ${more} }`,
      ...head,
    }),
    'p',
  );
const fresh = policyOf('data: new');
const growing = policyOf('data: accumulating, planned_events: 400');
const lookAt = (number: number, past: DecisionLook['past'] = {}): DecisionLook => ({
  ...{ number, of: null, alpha: 0.05, past },
});

/** A slope on the identity scale: its distance from the bound 1 in standard errors of 0.1. */
const slope = (z: number, changes = {}) => {
  const estimate = 1 + 0.1 * z;
  const half = 1.959963984540054 * 0.1;
  return evidenceRow({
    ...{ metric: 'calibration_slope', estimate, lower: estimate - half, upper: estimate + half },
    ...changes,
  });
};
const bound = { metric: 'calibration_slope', require: '{ at_least: 1 }' };
const onSlope = policyOf('data: new', bound);

/** Looks one after another, each given what those before it measured. */
function series(rows: readonly ReturnType<typeof slope>[], policy = onSlope) {
  let past: DecisionLook['past'] = {};
  return rows.map((row, index) => {
    const decision = judge(evidenceFile(row), policy, 'e', { look: lookAt(index + 1, past) });
    const [one] = decision.criteria;
    past = { ranking: [...(past?.ranking ?? []), ...(one?.eValue ? [one.eValue.measured] : [])] };
    return { ...one, decision };
  });
}

describe('looks added up as e-values', () => {
  it('two looks that each say little are together enough', () => {
    const [first, second] = series([slope(2), slope(2)]);
    expect(first?.verdict).toBe('insufficient_evidence');
    expect(first?.eValue?.value).toBeCloseTo(Math.exp(2.5 * 2 - 3.125), 8);
    expect(first?.why).toContain('e-value 6.52 of 40 over 1 look, 95 % limits');
    expect(second?.eValue?.value).toBeCloseTo(Math.exp(2 * 1.875), 8);
    expect(second?.verdict).toBe('pass');
    expect(second?.why).toContain('e-value 42.5 of 40 over 2 looks');
  });

  it('says how many more events would be enough at this value', () => {
    const [first] = series([slope(2, { events: 100 })]);
    expect(first?.neededEvents).toBe(Math.ceil((100 * (Math.log(40) - 1.875)) / 1.875));
    const [weak] = series([slope(1)]);
    expect(weak?.neededEvents).toBe(null);
  });

  it('good looks do not carry one that is on the wrong side, nor bad ones one on the right side', () => {
    const [, , bad] = series([slope(4), slope(4), slope(-0.1)]);
    expect(bad).toMatchObject({ verdict: 'insufficient_evidence' });
    expect(bad?.why).toContain('all looks together would satisfy it, this one by itself would not');
    const [, , good] = series([slope(-4), slope(-4), slope(0.1)]);
    expect(good).toMatchObject({ verdict: 'insufficient_evidence' });
    const [, failed] = series([slope(-4), slope(-2)]);
    expect(failed).toMatchObject({ verdict: 'fail' });
  });

  it('as events accumulate the last look stands for all', () => {
    const policy = policyOf('data: accumulating, planned_events: 400', bound);
    const [half] = series([slope(2.5, { events: 200 })], policy);
    expect(half?.eValue?.value).toBeCloseTo(Math.exp(2.5 * Math.SQRT1_2 * 2.5 - 3.125 / 2), 8);
    const past = { ranking: [{ scale: 'identity', at: 9, error: 0.1, shift: 2 } as const] };
    const again = judge(evidenceFile(slope(2.5, { events: 200 })), policy, 'e', { look: lookAt(2, past) });
    expect(again.criteria[0]?.eValue).toEqual(half?.eValue);
    const [none] = series([slope(2.5, { events: 0 })], policy);
    expect(none?.why).toContain('no event has come in yet');
  });

  it('an interval without a standard error is no e-value, and says so', () => {
    const percentile = evidenceRow({ lower: 0.6, upper: 0.75, method: 'percentile bootstrap' });
    const { criteria } = judge(evidenceFile(percentile), fresh, 'e', { look: lookAt(1) });
    expect(criteria[0]?.verdict).toBe('insufficient_evidence');
    expect(criteria[0]?.why).toContain(
      '(percentile bootstrap) has no standard error, which an e-value needs',
    );
  });

  it('a proportion with its Wilson interval has one, by the number of patients behind it', () => {
    const wilson = evidenceRow({ estimate: 0.8, ...wilsonAt(0.8, 100, 0.95), method: 'Wilson' });
    const { criteria } = judge(evidenceFile(wilson), fresh, 'e', { look: lookAt(1) });
    expect(criteria[0]?.eValue?.measured).toMatchObject({
      ...{ scale: 'logit', at: expect.closeTo(Math.log(4), 12), error: expect.closeTo(0.25, 6), shift: 2.5 },
    });
    const all = evidenceRow({ estimate: 1, ...wilsonAt(1, 40, 0.95), method: 'Wilson' });
    expect(judge(evidenceFile(all), fresh, 'e', { look: lookAt(1) }).criteria[0]?.why).toContain(
      '(Wilson) has no standard error',
    );
  });

  it('looks on two scales are not added up', () => {
    const past = { ranking: [{ scale: 'log', at: 0.1, error: 0.1, shift: 2.5 } as const] };
    const { criteria } = judge(evidenceFile(slope(3)), onSlope, 'e', { look: lookAt(2, past) });
    expect(criteria[0]?.why).toContain('an earlier look measured it on another scale (log, now identity)');
  });

  it('looks that asked something else are not added up', () => {
    const [first] = series([slope(2)]);
    const of = first?.eValue?.measured.of;
    expect(of).toEqual({
      ...{ model: 'logistic', metric: 'calibration_slope', label: 'relapse', partition: 'external' },
      ...{ site: null, attribute: null, level: null, threshold: null, against: null },
    });
    const term = first?.eValue?.measured as LookEvidence;
    const why = (changes: Partial<LookQuestion>) => {
      const past = { ranking: [{ ...term, of: { ...(of as LookQuestion), ...changes } }] };
      return judge(evidenceFile(slope(2)), onSlope, 'e', { look: lookAt(2, past) }).criteria[0]?.why;
    };
    expect(why({})).toContain('over 2 looks');
    expect(why({ metric: 'auroc' })).toContain('asked something else (metric auroc, now calibration_slope)');
    expect(why({ model: 'old' })).toContain('(model old, now logistic)');
    expect(why({ label: 'death' })).toContain('(label death, now relapse)');
    expect(why({ threshold: 0.2 })).toContain('(threshold 0.2, now none)');
    expect(why({ against: 'old' })).toContain('(against old, now none)');
  });

  it('with several criteria Bonferroni asks for as much more of each', () => {
    const text = policyText(bound, {
      looks: '{ method: e-value, cohort: c, expected_shift: 2.5, because: so, data: new }',
      multiplicity: '{ family: all, method: bonferroni, because: so }',
    });
    const twice = `${text}${text.slice(text.indexOf('  - id')).replace('id: ranking', 'id: second')}`;
    const decision = judge(evidenceFile(slope(2.8)), parsePolicy(twice, 'p'), 'e', { look: lookAt(1) });
    expect(decision.criteria[0]?.why).toContain('of 80 over 1 look');
  });

  it('too few patients are too few, and the look is counted all the same', () => {
    const [few] = series([slope(9, { patients: 10 })]);
    expect(few?.verdict).toBe('insufficient_evidence');
    expect(few?.eValue?.value).toBeGreaterThan(40);
  });

  it('the AUROC is taken on its own scale even where its interval is symmetric on two', () => {
    const row = evidenceRow({ estimate: 0.5, lower: 0.4, upper: 0.6 });
    const { criteria } = judge(evidenceFile(row), growing, 'e', { look: lookAt(1) });
    expect(criteria[0]?.eValue?.measured.scale).toBe('logit');
  });
});
