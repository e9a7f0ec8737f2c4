import type { Decision, Verdict } from '@raredx/tables';
import { tally, verdictWords, whyAndWhere } from './decision-summary.ts';

const marks: Record<Verdict, string> = { pass: '✅', fail: '❌', insufficient_evidence: '⚠️' };

/** The decision as a GitHub step summary: heading, one table row a criterion, the two hashes. */
export function markdown(decision: Decision): string {
  const { criteria, verdict } = decision;
  return `${[
    `## ${marks[verdict]} raredx gate: ${verdictWords[verdict]}`,
    '',
    `${tally(decision)}.`,
    '',
    '| verdict | criterion | why | rationale |',
    '| --- | --- | --- | --- |',
    ...criteria.map(
      (one) =>
        `| ${marks[one.verdict]} ${verdictWords[one.verdict]} | ${cell(one.id)} | ${cell(whyAndWhere(one))} | ${cell(one.rationale)} |`,
    ),
    '',
    `Policy ${cell(decision.policyHash)}, evidence ${cell(decision.evidenceHash)}.`,
  ].join('\n')}\n`;
}

/** Text that Markdown, HTML and GitHub's mentions all leave alone, on one line. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/[\\`*_[\]|#~!]/g, (character) => `\\${character}`);
}
