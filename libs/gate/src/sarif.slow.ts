import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evidenceFile, evidenceRow } from '../tests/evidence-row.ts';
import { policyText } from '../tests/policy-text.ts';
import { criterionLines } from './criterion-lines.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse-policy.ts';
import { sarif } from './sarif.ts';

/**
 * The schema of OASIS (https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json), which
 * is not ours to keep here: `RAREDX_SARIF_SCHEMA=FILE npm run test-slow -- gate/src/sarif`.
 */
const path = process.env.RAREDX_SARIF_SCHEMA;

describe.skipIf(path === undefined)('SARIF by the schema of OASIS', () => {
  // zod takes a reference for a URL, which has to be absolute.
  const withoutReferences = (key: string, value: unknown) =>
    key === 'format' && value === 'uri-reference' ? undefined : value;
  const text = path === undefined ? '{}' : readFileSync(path, 'utf8');
  const schema = z.fromJSONSchema(JSON.parse(text, withoutReferences));
  const looks = '{ method: e-value, cohort: c, expected_shift: 2.5, data: new, because: so }';
  const policies = [policyText(), policyText({ threshold: '0.2' }), policyText({}, { looks })];
  const rows = [
    {},
    { estimate: 0.55, lower: 0.51, upper: 0.59 },
    { lower: 0.5, upper: 0.9 },
    { estimate: null, lower: null, upper: null, undefinedBecause: 'no events' },
    { patients: 3, events: 1 },
  ];

  it('the schema refuses what is no SARIF', () => {
    for (const runs of [[{}], [{ tool: {} }], [{ tool: { driver: { name: 'x', rules: [{}] } } }], 1])
      expect(schema.safeParse({ version: '2.1.0', runs }).success, JSON.stringify(runs)).toBe(false);
    expect(schema.safeParse({ version: '2.1.0', runs: [] }).success).toBe(true);
  });

  it('every decision is', () => {
    for (const written of policies) {
      for (const row of rows) {
        for (const ledgerEntry of [null, 'a'.repeat(64)]) {
          const policy = parsePolicy(written, 'p.yaml');
          const look = policy.looks ? { look: { number: 1, of: null, alpha: 0.05, past: {} } } : {};
          const decision = judge(evidenceFile(evidenceRow(row)), policy, 'e', look);
          const options = {
            version: '0.1.0',
            policyFile: 'policies\\a b é.yaml',
            lines: criterionLines(written),
          };
          const log = JSON.parse(sarif({ ...decision, ledgerEntry }, policy, options));
          const { error } = schema.safeParse(log);
          expect(error?.issues ?? [], JSON.stringify(log)).toEqual([]);
        }
      }
    }
  });
});
