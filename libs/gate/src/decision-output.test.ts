import { fc, test } from '@fast-check/vitest';
import type { CriterionDecision, Decision, Verdict } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { decisionSummary } from './decision-summary.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { verdictExitCode } from './verdict-exit-code.ts';

const criterion = (id: string, verdict: Verdict, why = 'because'): CriterionDecision => ({
  ...{ id, verdict, why, value: 0.7, lower: 0.6, upper: 0.8, bound: 0.65, patients: 10, events: 3 },
  ...{ neededEvents: null, evidenceId: 'x', rationale: 'a rationale' },
});
const decision = (...criteria: CriterionDecision[]): Decision => ({
  ...{ verdict: 'fail', criteria, policyHash: 'p', evidenceHash: 'e', ledgerEntry: null },
});
const three = decision(
  criterion('ranking', 'pass'),
  criterion('slope', 'fail'),
  criterion('stage-iv', 'insufficient_evidence'),
);

describe('terminal', () => {
  it('one line a criterion, the verdict last', () => {
    expect(decisionSummary(three)).toBe(
      [
        'pass          ranking   because; evidence row x',
        'FAIL          slope     because; evidence row x',
        'insufficient  stage-iv  because; evidence row x',
        'verdict: fail (1 pass, 1 fail, 1 insufficient)',
      ].join('\n'),
    );
  });

  it.each([
    ['pass', 0],
    ['fail', 4],
    ['insufficient_evidence', 5],
  ] as const)('%s exits with %d', (verdict, code) => {
    expect(verdictExitCode(verdict)).toBe(code);
  });
});

describe('junit', () => {
  it('counts insufficient evidence as a failure of its own type, never as skipped', () => {
    const xml = junit(three);
    expect(xml).toContain('<testsuites name="raredx gate" tests="3" failures="2" errors="0" skipped="0">');
    expect(xml).toContain(
      '<failure type="fail" message="fail: because; evidence row x">a rationale</failure>',
    );
    expect(xml).toContain(
      '<failure type="insufficient_evidence" message="insufficient evidence: because; evidence row x">',
    );
    expect(xml).not.toContain('<skipped');
  });

  it('escapes markup, quotes, line ends and characters that XML cannot hold', () => {
    const xml = junit(decision(criterion('a', 'fail', 'x < 1 & "y"\n\u0000\uD800')));
    expect(xml).toContain('message="fail: x &lt; 1 &amp; &quot;y&quot;&#10;\uFFFD\uFFFD; evidence row x"');
  });

  test.prop([fc.string({ unit: 'binary' })], { seed: 20261124 })(
    'whatever the text, the elements stay the same',
    (text) => {
      const tags = (xml: string) => xml.match(/<[/?]?[a-z]+/g);
      expect(tags(junit(decision(criterion('a', 'fail', text))))).toEqual(
        tags(junit(decision(criterion('a', 'fail', 'plain')))),
      );
    },
  );
});

describe('step summary', () => {
  it('is a table with the verdict in its heading', () => {
    const text = markdown(three);
    expect(text).toContain('## ❌ raredx gate: fail\n');
    expect(text).toContain('| ✅ pass | ranking | because; evidence row x | a rationale |');
  });

  test.prop([fc.string({ unit: 'binary' })], { seed: 20261124 })(
    'whatever the text, every row keeps its cells and no tag opens',
    (text) => {
      const lines = markdown(decision(criterion('a', 'fail', text))).split('\n');
      const row = lines[6] as string;
      expect(lines.length).toBe(10);
      expect(row.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length).toBe(6);
      expect(row).not.toMatch(/[<>@]/);
    },
  );
});
