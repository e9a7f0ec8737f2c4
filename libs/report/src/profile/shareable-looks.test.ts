import type { Decision, EvidenceRow, LookEvidence } from '@raredx/tables';
import { expect, test } from 'vitest';
import { packInput } from '../../tests/pack-input.ts';
import { shareable } from './shareable.ts';

/** Of a proportion of 38 of 40 value and standard error on the logit scale would tell both numbers. */
const measured: LookEvidence = { scale: 'logit', at: Math.log(19), error: 1 / Math.sqrt(1.9), shift: 2.5 };
const row: EvidenceRow = {
  ...{ id: 'a', metric: 'auroc', model: 'logistic', label: 'relapse', partition: 'external' },
  ...{ site: null, attribute: null, level: null, threshold: null, estimate: 0.95, lower: 0.83, upper: 0.99 },
  ...{ confidence: 0.95, method: 'DeLong', patients: 140, samples: 140, events: 40 },
  ...{ undefinedBecause: null, note: null },
};
const decision: Decision = {
  ...{ verdict: 'pass', policyHash: 'p', evidenceHash: 'e', ledgerEntry: 'l' },
  criteria: [
    {
      ...{ id: 'finds', verdict: 'pass', value: 0.95, lower: 0.83, upper: 0.99, bound: 0.8, patients: 140 },
      ...{ events: 40, why: 'so', neededEvents: null, evidenceId: 'a', rationale: 'so' },
      eValue: { value: 50, measured },
    },
  ],
  look: { number: 2, of: null, alpha: 0.05, past: { finds: [measured] } },
};

test('what looks measured is not in the copy, as it tells counts; which look it was stays', () => {
  const copy = shareable(
    packInput({
      evidence: { schemaVersion: 1, provenance: {}, rows: [row] },
      decision,
      flow: null,
      tableOne: null,
      quality: null,
      leak: null,
      labelNoise: null,
    }),
  );
  expect(copy.decision?.criteria).toHaveLength(1);
  expect(copy.decision?.look).toEqual({ number: 2, of: null, alpha: 0.05 });
  expect(JSON.stringify(copy.decision)).not.toMatch(/2\.94|measured/);
  expect(copy.withheld).toContain('what each look measured');
});
