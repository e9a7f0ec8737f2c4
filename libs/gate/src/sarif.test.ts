import { describe, expect, it } from 'vitest';
import { evidenceFile, evidenceRow } from '../tests/evidence-row.ts';
import { policyText } from '../tests/policy-text.ts';
import { criterionLines } from './criterion-lines.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse-policy.ts';
import { sarif } from './sarif.ts';

const text = policyText();
const policy = parsePolicy(text, 'p.yaml');
const options = { version: '0.1.0', policyFile: 'policies/a b.yaml', lines: criterionLines(text) };
const logOf = (row: Parameters<typeof evidenceRow>[0]) =>
  JSON.parse(sarif(judge(evidenceFile(evidenceRow(row)), policy, 'e'), policy, options));

describe('sarif', () => {
  it('a rule a criterion, no result where it passed', () => {
    const [run] = logOf({}).runs;
    expect(run.tool.driver.rules).toMatchObject([
      { id: 'ranking', shortDescription: { text: 'It ranks patients better than chance.' } },
    ]);
    expect(run.results).toEqual([]);
    expect(run.properties).toEqual({ verdict: 'pass', policyHash: policy.hash, evidenceHash: 'e' });
  });

  it('a failure is an error, with value, interval, bound and the evidence row in its message', () => {
    const [result] = logOf({ estimate: 0.55, lower: 0.51, upper: 0.59 }).runs[0].results;
    expect(result).toMatchObject({ ruleId: 'ranking', ruleIndex: 0, kind: 'fail', level: 'error' });
    expect(result.message.text).toBe(
      'fail: auroc in external 0.550, 95 % interval 0.510 to 0.590; required at least 0.6: the whole interval misses it (2,171 patients, 289 events); evidence row external:logistic:auroc',
    );
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'policies/a%20b.yaml' },
      region: { startLine: text.split('\n').findIndex((line) => line.includes('id: ranking')) + 1 },
    });
  });

  it('insufficient evidence is a warning, never a pass', () => {
    const [result] = logOf({ lower: 0.5, upper: 0.9 }).runs[0].results;
    expect(result).toMatchObject({ kind: 'fail', level: 'warning' });
    expect(result.message.text).toMatch(/^insufficient evidence: /);
  });

  it('a kind other than fail would need the level none (SARIF 3.27.10)', () => {
    for (const row of [{}, { lower: 0.5, upper: 0.9 }]) {
      for (const { kind } of logOf(row).runs[0].results) expect(kind).toBe('fail');
    }
  });
});
