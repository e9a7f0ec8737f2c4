import type { CriterionDecision, Decision, Verdict } from '@raredx/tables';

const marks: Record<Verdict, string> = { pass: 'pass', fail: 'FAIL', insufficient_evidence: 'insufficient' };

/** What a verdict is called in a sentence. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  insufficient_evidence: 'insufficient evidence',
};

/** The decision for a terminal: one line a criterion, the verdict last, no colour. */
export function decisionSummary(decision: Decision): string {
  const width = Math.max(...decision.criteria.map((one) => one.id.length), 0);
  const lines = decision.criteria.map(
    (one) => `${marks[one.verdict].padEnd(12)}  ${one.id.padEnd(width)}  ${whyAndWhere(one)}`,
  );
  return [...lines, `verdict: ${verdictWords[decision.verdict]} (${tally(decision)})`].join('\n');
}

/** The reason as one line, and the evidence row where a reader finds all of it. */
export function whyAndWhere({ why, evidenceId }: Pick<CriterionDecision, 'why' | 'evidenceId'>): string {
  return evidenceId === null ? why : `${why}; evidence row ${evidenceId}`;
}

/** How many criteria ended how, such as `6 pass, 1 fail, 2 insufficient`. */
export function tally({ criteria }: Decision): string {
  const count = (verdict: Verdict) => criteria.filter((one) => one.verdict === verdict).length;
  return `${count('pass')} pass, ${count('fail')} fail, ${count('insufficient_evidence')} insufficient`;
}
