import { ContractError, type EvidenceRow } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../tests/evidence-row.ts';
import { policyText } from '../tests/policy-text.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse-policy.ts';

const policy = (criterion: Record<string, string | null> = {}, head: Record<string, string> = {}) =>
  parsePolicy(policyText(criterion, head), 'policy.yaml');
const judged = (row: Partial<EvidenceRow> | null, criterion: Record<string, string | null> = {}) => {
  const file = row === null ? evidenceFile() : evidenceFile(evidenceRow(row));
  const [one] = judge(file, policy(criterion), 'e'.repeat(64)).criteria;
  if (!one) throw new Error('no criterion');
  return one;
};

describe('the three verdicts', () => {
  it('passes on the interval, not the point', () => {
    expect(judged({})).toMatchObject({
      verdict: 'pass',
      value: 0.7,
      lower: 0.66,
      upper: 0.74,
      bound: 0.6,
      patients: 2171,
      events: 289,
      neededEvents: null,
      evidenceId: 'external:logistic:auroc',
      rationale: 'Below this nobody would look at it.',
      why: 'auroc in external 0.700, 95 % interval 0.660 to 0.740; required at least 0.6: the whole interval satisfies it (2,171 patients, 289 events)',
    });
  });

  it('leaves a good point with a wide interval undecided, with the events that would decide', () => {
    const one = judged({ lower: 0.58, upper: 0.82, events: 50, patients: 300 });
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', neededEvents: 22 });
    expect(one.why).toBe(
      'auroc in external 0.700, 95 % interval 0.580 to 0.820; required at least 0.6: the interval reaches across; about 22 more events would decide at this value (300 patients, 50 events)',
    );
  });

  it('says so where the point itself is on the wrong side', () => {
    const one = judged({ estimate: 0.58, lower: 0.52, upper: 0.64 });
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', neededEvents: null });
    expect(one.why).toContain('the value itself is on the wrong side');
  });

  it('fails where the whole interval misses', () => {
    const one = judged({ estimate: 0.55, lower: 0.51, upper: 0.59 });
    expect(one).toMatchObject({ verdict: 'fail', neededEvents: null });
    expect(one.why).toContain('the whole interval misses it');
  });

  it('never prints a limit short of its bound as equal to it', () => {
    expect(judged({ lower: 0.59996, upper: 0.80004 }).why).toContain('interval 0.59996 to 0.80004');
  });
});

describe('what is not there is not met', () => {
  const missing = { estimate: null, lower: null, upper: null, confidence: null };

  it('an undefined row', () => {
    const one = judged({ ...missing, undefinedBecause: 'no events', patients: 40, events: 0 });
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', value: null, events: 0, neededEvents: 20 });
    expect(one.why).toBe('auroc in external cannot be judged: no events (40 patients, 0 events)');
  });

  it('an empty group, even if a number stands in it', () => {
    expect(judged({ patients: 0, samples: 0, events: 0 })).toMatchObject({
      verdict: 'insufficient_evidence',
    });
  });

  it('an absent row, named by what is absent', () => {
    expect(judged(null)).toMatchObject({
      verdict: 'insufficient_evidence',
      evidenceId: null,
      neededEvents: null,
      why: 'auroc in external cannot be judged: the evidence has no row for metric auroc',
    });
    expect(judged({}, { attribute: 'stage', level: 'IV' }).why).toContain(
      'no row for subgroup attribute stage',
    );
    expect(judged({ partition: 'test' }).why).toContain('no row for partition external');
    expect(judged({ threshold: 0.1 }, { threshold: '0.15' }).why).toContain('no row for threshold 0.15');
    expect(judged({ site: 'centre 3' }).why).toContain('no row for all sites together');
    expect(judged({}, { model: 'network' }).why).toContain('no row for auroc of model network');
  });

  it('a subgroup row never stands in for the whole cohort', () => {
    expect(judged({ attribute: 'stage', level: 'IV' })).toMatchObject({ verdict: 'insufficient_evidence' });
  });

  it('an estimate without interval', () => {
    const none = { lower: null, upper: null, confidence: null, note: 'no interval: the same everywhere' };
    const one = judged(none);
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', value: 0.7 });
    expect(one.why).toContain('the evidence gives no interval (no interval: the same everywhere)');
  });

  it('an ambiguous choice, unless only one of the rows has an interval', () => {
    const other = evidenceRow({ label: 'death' });
    const two = judge(evidenceFile(evidenceRow(), other), policy(), 'e').criteria[0];
    expect(two?.why).toContain('2 evidence rows match (labels: death, relapse)');
    const curve = evidenceRow({ lower: null, upper: null, confidence: null });
    expect(judge(evidenceFile(curve, evidenceRow()), policy(), 'e').verdict).toBe('pass');
  });
});

describe('minimum patients and events', () => {
  it('keeps even a clear interval undecided', () => {
    const one = judged({ events: 12, patients: 900 });
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', neededEvents: 8, value: 0.7 });
    expect(one.why).toContain('the policy asks for 100 patients and 20 events');
  });

  it('counts missing patients at the event rate seen', () => {
    expect(judged({ events: 40, patients: 80 })).toMatchObject({
      verdict: 'insufficient_evidence',
      neededEvents: Math.ceil((20 * 40) / 80),
    });
  });

  it('does not fail what is too small to judge', () => {
    expect(judged({ estimate: 0.5, lower: 0.45, upper: 0.55, events: 5 }).verdict).toBe(
      'insufficient_evidence',
    );
  });
});

describe('comparisons', () => {
  const difference = {
    metric: 'difference:auroc',
    note: 'logistic minus old, on the same samples',
    estimate: 0.02,
    lower: -0.01,
    upper: 0.05,
  };
  const against = { require: null, against: 'old', better: 'higher' };

  it('non-inferior within the margin, superior only above 0', () => {
    expect(judged(difference, { ...against, kind: 'non-inferiority', margin: '0.02' })).toMatchObject({
      verdict: 'pass',
      bound: -0.02,
    });
    expect(judged(difference, { ...against, kind: 'superiority' }).verdict).toBe('insufficient_evidence');
    expect(judged({ ...difference, lower: 0.001 }, { ...against, kind: 'superiority' }).verdict).toBe('pass');
  });

  it('only against the model that the evidence names', () => {
    const older = { ...against, against: 'older', kind: 'superiority' };
    expect(judged(difference, older).why).toContain('no row for logistic against older');
    expect(judged({ ...difference, note: null }, older).why).toContain('no row for logistic against older');
    const longer = { ...difference, note: 'logistic minus old-2, on the same samples' };
    expect(judged(longer, { ...against, kind: 'superiority' }).why).toContain(
      'no row for logistic against old',
    );
  });

  it('identical models are never superior', () => {
    const same = { ...difference, estimate: 0, lower: 0, upper: 0 };
    expect(judged(same, { ...against, kind: 'superiority' })).toMatchObject({ verdict: 'fail', bound: 0 });
  });

  it('turns round where lower is better', () => {
    const brier = { ...difference, metric: 'difference:brier', estimate: -0.01, lower: -0.02, upper: -0.001 };
    const lower = { ...against, metric: 'brier', better: 'lower' };
    expect(judged(brier, { ...lower, kind: 'superiority' }).verdict).toBe('pass');
    expect(
      judged(
        { ...brier, estimate: 0.03, lower: 0.02, upper: 0.04 },
        { ...lower, kind: 'non-inferiority', margin: '0.01' },
      ).verdict,
    ).toBe('fail');
  });
});

describe('the whole decision', () => {
  const two = (first: Partial<EvidenceRow>, second: Partial<EvidenceRow>) => {
    const text = policyText();
    const more = text
      .slice(text.indexOf('  - id'))
      .replace('id: ranking', 'id: slope')
      .replace('auroc', 'brier');
    const rows = [evidenceRow(first), evidenceRow({ metric: 'brier', ...second })];
    return judge(evidenceFile(...rows), parsePolicy(text + more, 'p.yaml'), 'hash').verdict;
  };
  const wide = { lower: 0.5, upper: 0.9 };
  const bad = { estimate: 0.5, lower: 0.4, upper: 0.55 };

  it('passes only where all pass, and fails where any fails', () => {
    expect(two({}, {})).toBe('pass');
    expect(two({}, wide)).toBe('insufficient_evidence');
    expect(two(wide, bad)).toBe('fail');
  });

  it('carries the hashes of what it judged', () => {
    const one = policy();
    expect(judge(evidenceFile(), one, 'abc')).toMatchObject({ policyHash: one.hash, evidenceHash: 'abc' });
  });
});

describe('multiplicity', () => {
  const bonferroni = { multiplicity: '{ family: two looks, method: bonferroni, because: either passes }' };

  it('judges at the wider interval and shows it', () => {
    const text = policyText({}, bonferroni);
    const more = text.slice(text.indexOf('  - id')).replace('id: ranking', 'id: again');
    const decision = judge(
      evidenceFile(evidenceRow({ lower: 0.605, upper: 0.795 })),
      parsePolicy(text + more, 'p'),
      'e',
    );
    expect(decision.criteria[0]).toMatchObject({ verdict: 'insufficient_evidence' });
    expect(decision.criteria[0]?.lower).toBeCloseTo(
      0.7 - (0.095 * 2.241402727604947) / 1.959963984540054,
      10,
    );
    expect(decision.criteria[0]?.why).toContain('97.5 % interval');
  });

  it('corrects families apart', () => {
    const text = policyText({ family: 'ranking' }, bonferroni);
    const more = text
      .slice(text.indexOf('  - id'))
      .replace('id: ranking', 'id: again')
      .replace('family: ranking', 'family: spread');
    const { criteria } = judge(evidenceFile(evidenceRow()), parsePolicy(text + more, 'p'), 'e');
    expect(criteria.map(({ why }) => why.includes('95 % interval'))).toEqual([true, true]);
  });

  it('a look judges at its own level, and one with nothing left does not judge', () => {
    const at = (alpha: number) =>
      judge(evidenceFile(evidenceRow()), policy(), 'e', { look: { number: 1, of: 3, alpha } });
    expect(at(0.01)).toMatchObject({ verdict: 'pass', look: { number: 1, of: 3, alpha: 0.01 } });
    expect(at(0.01).criteria[0]?.why).toContain('99 % interval');
    expect(at(1e-9).criteria[0]?.why).toContain('99.9999999 % interval');
    expect(at(0)).toMatchObject({ verdict: 'insufficient_evidence' });
    expect(at(0).criteria[0]).toMatchObject({ value: 0.7, lower: 0.66, upper: 0.74, neededEvents: null });
    expect(judge(evidenceFile(evidenceRow()), policy(), 'e')).not.toHaveProperty('look');
  });

  it('refuses to stretch a bootstrap interval', () => {
    const text = policyText({}, { confidence: '0.99' });
    const row = evidenceRow({ lower: 0.66, upper: 0.73, method: 'percentile bootstrap' });
    const [one] = judge(evidenceFile(row), parsePolicy(text, 'p'), 'e').criteria;
    expect(one).toMatchObject({ verdict: 'insufficient_evidence', value: 0.7, lower: 0.66 });
    expect(one?.why).toContain('cannot be carried to the 99 %');
  });
});

describe('invalid', () => {
  it.each([
    ['limits the wrong way round', { lower: 0.8, upper: 0.6 }],
    ['an estimate with a reason', { undefinedBecause: 'no events' }],
    ['neither estimate nor reason', { estimate: null }],
    ['a limit that is not a number', { lower: Number.NaN }],
  ])('throws on %s', (_, change) => {
    expect(() => judged(change)).toThrow(ContractError);
  });
});
