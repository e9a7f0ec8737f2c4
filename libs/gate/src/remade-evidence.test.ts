import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../tests/evidence-row.ts';
import { policyText } from '../tests/policy-text.ts';
import { confidencesToRemake, judge } from './judge.ts';
import { parsePolicy } from './parse-policy.ts';
import type { RemadeEvidence } from './remade-evidence.ts';

const method = 'patient bootstrap, percentile, 2000 resamples';
const row = evidenceRow({ metric: 'ici', estimate: 0.05, lower: 0.02, upper: 0.09, method });
const policy = parsePolicy(
  policyText(
    { metric: 'ici', require: '{ at_most: 0.1 }' },
    { looks: '{ cohort: c, planned: 2, spending: fixed, data: reused, because: so }' },
  ),
  'p',
);
const look = { number: 1, of: 2, alpha: 0.025 };
const evidence = evidenceFile(row);
const wider = (upper: number, resamples = 2000): RemadeEvidence => ({
  ...{ confidence: 0.975, resamples, rows: [{ ...row, confidence: 0.975, lower: 0.015, upper }] },
});
const decided = (remade: readonly RemadeEvidence[]) =>
  judge(evidence, policy, 'e', { look, remade }).criteria[0];

describe('a percentile interval at a level that is not its own', () => {
  it('has to be made again, which is said with the level', () => {
    expect(confidencesToRemake(evidence, policy, look)).toEqual([0.975]);
    expect(decided([])).toMatchObject({ verdict: 'insufficient_evidence' });
    expect(decided([])?.why).toContain('cannot be carried to the 97.5 %');
  });

  it('is judged as it was made again', () => {
    expect(decided([wider(0.099)])).toMatchObject({ verdict: 'pass', lower: 0.015, upper: 0.099 });
    expect(decided([wider(0.099)])?.why).toContain('97.5 % interval 0.015 to 0.099');
    expect(decided([wider(0.11)])).toMatchObject({ verdict: 'insufficient_evidence' });
    expect(decided([{ ...wider(0.099), confidence: 0.99 }])?.why).toContain('cannot be carried');
    expect(decided([{ ...wider(0.099), rows: [] }])?.why).toContain('cannot be carried');
  });

  it('is none where a handful of resamples lies beyond it', () => {
    expect(decided([wider(0.099, 399)])?.why).toContain(
      '399 resamples are too few for the 97.5 % that the policy asks for (400 would do)',
    );
    expect(decided([wider(0.099, 400)])).toMatchObject({ verdict: 'pass' });
  });

  it('nothing is made again that can be carried, is at its own level, or is spent', () => {
    const wald = evidenceFile(evidenceRow({ metric: 'ici', estimate: 0.7, lower: 0.66, upper: 0.74 }));
    expect(confidencesToRemake(wald, policy, look)).toEqual([]);
    expect(confidencesToRemake(evidence, policy, { ...look, alpha: 0.05 })).toEqual([]);
    expect(confidencesToRemake(evidence, policy, { ...look, alpha: 0 })).toEqual([]);
    expect(confidencesToRemake(evidenceFile(), policy, look)).toEqual([]);
  });

  it('criteria at one level ask for it once', () => {
    const text = policyText(
      { metric: 'ici' },
      { multiplicity: '{ family: a, method: bonferroni, because: b }' },
    );
    const twice = `${text}${text.slice(text.indexOf('  - id')).replace('id: ranking', 'id: second')}`;
    expect(confidencesToRemake(evidence, parsePolicy(twice, 'p'))).toEqual([expect.closeTo(0.975, 12)]);
  });
});
