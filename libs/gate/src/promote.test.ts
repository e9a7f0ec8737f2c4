import type { Decision, Verdict } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../tests/evidence-row.ts';
import { policyText } from '../tests/policy-text.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse-policy.ts';
import { promote } from './promote.ts';

const passed = judge(evidenceFile(evidenceRow()), parsePolicy(policyText(), 'p'), 'e');
const moves = async (decision: Decision) => {
  const calls: unknown[] = [];
  const moved = await promote(
    decision,
    { model: 'wilms', version: '3' },
    {
      setAlias: async (...call) => {
        calls.push(call);
      },
    },
  );
  return { moved, calls };
};

describe('the alias champion', () => {
  it('moves on a pass', async () => {
    expect(await moves(passed)).toEqual({ moved: true, calls: [['wilms', 'champion', '3']] });
  });

  it.each<Verdict>(['fail', 'insufficient_evidence'])('stays on %s', async (verdict) => {
    expect(await moves({ ...passed, verdict })).toEqual({ moved: false, calls: [] });
  });

  it('stays where the verdict contradicts its criteria, or there are none', async () => {
    const [one] = passed.criteria;
    const criteria = one ? [{ ...one, verdict: 'fail' as const }] : [];
    expect((await moves({ ...passed, criteria })).moved).toBe(false);
    expect((await moves({ ...passed, criteria: [] })).moved).toBe(false);
  });
});
