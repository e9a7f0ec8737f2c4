import { describe, expect, it } from 'vitest';
import { policyTiming } from './policy-timing.ts';

const agreed = (on: string, after?: string) => ({
  agreed: { by: ['a board'], on, ...(after ? { after_evidence: after } : {}) },
});
const evidence = { at: '2026-11-24T23:30:00.000Z', from: 'provenance.json' };

describe('policy and evidence in time', () => {
  it('same day or before is fine', () => {
    expect(policyTiming(agreed('2026-11-24'), evidence)).toContain(
      'is not newer than the evidence of 2026-11-24',
    );
    expect(policyTiming(agreed('2025-01-01'), evidence)).toContain('is not newer');
  });

  it('newer is refused, naming both days', () => {
    expect(() => policyTiming(agreed('2026-11-25'), evidence, { where: 'wilms.yaml' })).toThrow(
      'wilms.yaml: agreed on 2026-11-25, after the evidence of 2026-11-24 (provenance.json) that it judges',
    );
  });

  it('newer and declared is said with its reason', () => {
    expect(policyTiming(agreed('2026-11-25', 'the board met late'), evidence)).toContain(
      'declared: the board met late',
    );
  });

  it('of a day to come it is newer than any evidence that is there', () => {
    const asked = { where: 'wilms.yaml', today: '2026-11-24' };
    const words =
      'agreed on 2026-12-31, a day to come by the clock of this machine (2026-11-24), after the evidence';
    expect(() => policyTiming(agreed('2026-12-31'), evidence, asked)).toThrow(`wilms.yaml: ${words} of`);
    expect(() => policyTiming(agreed('2026-12-31'), null, asked)).toThrow(`wilms.yaml: ${words} that`);
    expect(policyTiming(agreed('2026-12-31', 'a trial run'), evidence, asked)).toContain(
      'declared: a trial run',
    );
  });

  it('evidence that is later still, by a clock that was ahead, is judged by its own day', () => {
    expect(policyTiming(agreed('2026-11-24'), evidence, { today: '2026-11-20' })).toContain('is not newer');
  });

  it('without a date of the evidence it says that nothing was compared', () => {
    expect(policyTiming(agreed('2030-01-01'), null)).toContain('could not be checked');
  });
});
