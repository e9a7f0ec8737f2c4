import type { CriterionDecision, Decision } from '@raredx/tables';
import { verdictWords, whyAndWhere } from './decision-summary.ts';

/**
 * The decision as JUnit XML, one test case a criterion. Insufficient evidence is a failure of its own type and not
 * "skipped": CI systems show skipped tests as green, and a criterion that was not met must not look met.
 */
export function junit(decision: Decision): string {
  const failures = decision.criteria.filter((one) => one.verdict !== 'pass').length;
  const counts = `tests="${decision.criteria.length}" failures="${failures}" errors="0" skipped="0"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="raredx gate" ${counts}>`,
    `  <testsuite name="raredx gate" ${counts}>`,
    '    <properties>',
    `      <property name="verdict" value="${decision.verdict}"/>`,
    `      <property name="policyHash" value="${xml(decision.policyHash)}"/>`,
    `      <property name="evidenceHash" value="${xml(decision.evidenceHash)}"/>`,
    '    </properties>',
    ...decision.criteria.map(testCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(one: CriterionDecision): string {
  const { id, verdict, rationale } = one;
  const why = whyAndWhere(one);
  const open = `    <testcase classname="raredx.gate" name="${xml(id)}">`;
  if (verdict === 'pass') return `${open}<system-out>${xml(why)}</system-out></testcase>`;
  const message = `${verdictWords[verdict]}: ${why}`;
  return `${open}<failure type="${verdict}" message="${xml(message)}">${xml(rationale)}</failure></testcase>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no way at all to write most control characters, not even as entities, so they become U+FFFD. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"']/g, (character) => entities[character] as string)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
