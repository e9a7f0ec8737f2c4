import { describe, expect, it } from 'vitest';
import { policyText } from '../tests/policy-text.ts';
import { parsePolicy } from './parse-policy.ts';

function complaint(text: string): { message: string; advice: string | undefined; exitCode: number } {
  try {
    parsePolicy(text, 'wilms.yaml');
  } catch (error) {
    const { message, advice, exitCode } = error as { message: string; advice?: string; exitCode: number };
    return { message, advice, exitCode };
  }
  throw new Error('accepted');
}

describe('a policy', () => {
  it('is read with its hash', () => {
    const policy = parsePolicy(policyText(), 'wilms.yaml');
    expect(policy.criteria[0]).toMatchObject({ id: 'ranking', require: { at_least: 0.6 } });
    expect(policy.agreed.on).toBe('2026-11-24');
    expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps its hash when only comments and layout change, and moves it with any number or word', () => {
    const { hash } = parsePolicy(policyText(), 'a.yaml');
    expect(parsePolicy(`# a comment\n\n${policyText()}`, 'b.yaml').hash).toBe(hash);
    expect(parsePolicy(policyText({ require: '{ at_least: 0.61 }' }), 'a.yaml').hash).not.toBe(hash);
    expect(parsePolicy(policyText({ rationale: 'Because.' }), 'a.yaml').hash).not.toBe(hash);
  });
});

describe('invalid', () => {
  it('names file, line and key, and the nearest known key', () => {
    const error = complaint(policyText({ minimum_events: null, minimum_event: '20' }));
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/^wilms\.yaml:\d+: /);
    expect(`${error.message} ${error.advice}`).toContain('minimum_event');
  });

  it('says what was meant by a mistyped optional key', () => {
    const error = complaint(policyText({ treshold: '0.15' }));
    expect(error.message).toBe('wilms.yaml:16: unknown key in criteria.0 (treshold)');
    expect(error.advice).toBe('did you mean threshold?');
  });

  it.each([
    ['a level without its attribute', { level: 'IV' }, 'attribute and level together'],
    [
      'limits the wrong way round',
      { require: '{ within: [1.3, 0.7] }' },
      'first number must be below the second',
    ],
    ['a require with two bounds', { require: '{ at_least: 0.1, at_most: 0.9 }' }, 'require'],
    ['a margin on an absolute criterion', { margin: '0.05' }, 'unknown key in criteria.0 (margin)'],
    ['a partition that does not exist', { partition: 'validation' }, 'criteria.0.partition'],
    [
      'a non-inferiority criterion without margin',
      { kind: 'non-inferiority', require: null, against: 'old', better: 'higher' },
      'criteria.0.margin',
    ],
    [
      'a comparison within a subgroup',
      { kind: 'superiority', require: null, against: 'old', better: 'higher', attribute: 'sex', level: 'F' },
      'models are compared on whole cohorts',
    ],
    ['an empty rationale', { rationale: '""' }, 'criteria.0.rationale'],
  ])('refuses %s', (_, change, words) => {
    expect(complaint(policyText(change)).message).toContain(words);
  });

  const looks = (more: string) => ({
    looks: `{ cohort: study 4, planned: 3, spending: pocock, because: so, ${more} }`,
  });

  it('looks: planned events belong to accumulating data, and to them alone', () => {
    const words = 'belongs to accumulating data, and to them alone';
    expect(complaint(policyText({}, looks('data: accumulating'))).message).toContain(words);
    expect(complaint(policyText({}, looks('data: reused, planned_events: 100'))).message).toContain(words);
    expect(complaint(policyText({}, looks('data: both'))).message).toContain('looks.data');
    const { looks: read } = parsePolicy(
      policyText({}, looks('data: accumulating, planned_events: 100')),
      'p',
    );
    expect(read).toMatchObject({ planned: 3, planned_events: 100 });
  });

  it('looks added up as e-values plan no number of them', () => {
    const adding = (more: string) => ({
      looks: `{ method: e-value, cohort: study 4, because: so, ${more} }`,
    });
    const { looks: read } = parsePolicy(policyText({}, adding('expected_shift: 2.5, data: new')), 'p');
    expect(read).toMatchObject({ method: 'e-value', expected_shift: 2.5 });
    for (const [more, words] of [
      ['data: new', 'looks.expected_shift'],
      ['expected_shift: 0, data: new', 'must be above 0'],
      ['expected_shift: 2, data: reused', 'looks.data'],
      ['expected_shift: 2, data: new, planned: 3', 'planned'],
      ['expected_shift: 2, data: accumulating', 'belongs to accumulating data'],
    ] as const)
      expect(complaint(policyText({}, adding(more))).message, more).toContain(words);
    const named = parsePolicy(policyText({}, looks('data: reused, method: alpha-spending')), 'p').looks;
    expect(named).toMatchObject({ method: 'alpha-spending', planned: 3, data: 'reused' });
  });

  it('what is optional and left out moves no hash that was written down before', () => {
    const { hash } = parsePolicy(policyText(), 'p');
    expect(hash).toBe('0c16151d0d42068a2329f8e8a81eac9f937bd558b9d0b3f46caa865ebb55b3da');
    expect(parsePolicy(policyText({ family: 'subgroups' }), 'p').hash).not.toBe(hash);
    expect(parsePolicy(policyText({}, looks('data: reused')), 'p').hash).not.toBe(hash);
  });

  it('refuses the same id twice', () => {
    const text = policyText();
    const twice = text + text.slice(text.indexOf('  - id'));
    expect(complaint(twice).message).toContain('appears twice: ranking');
  });

  it('refuses text that is not YAML', () => {
    expect(complaint('name: [').message).toContain('not valid yaml');
  });
});
