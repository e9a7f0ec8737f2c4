import { inWords } from '@raredx/gate';
import type { MonitoringReport } from './monitoring-report.ts';

export const verdictWords = {
  alert: 'ALERT',
  quiet: 'QUIET',
  insufficient: 'TOO FEW TO SAY',
  not_estimable: 'not estimable',
} as const;

/** The report as Markdown: the verdict, each check with one line of why, and what was not checked. */
export function monitoringMarkdown(report: MonitoringReport): string {
  const { reference, populations } = report;
  const checks = report.checks.map(
    (one) =>
      `| ${cell(one.title)} | ${verdictWords[one.verdict]} | ${estimateOf(one)} | ${one.adjustedP === null ? '' : inWords(one.adjustedP)} | ${cell(one.why)} |`,
  );
  const gaps = report.unchecked.map((gap) => `- unchecked: ${gap}`);
  return `# Monitoring: ${verdictWords[report.verdict]}

${cell(report.predictions)} (${populations.new.patients} patients, ${populations.new.withOutcome} samples with outcome, ${populations.new.events} events) against ${cell(reference.folder)}: model ${cell(reference.model)}, outcome ${cell(reference.label)}, partition ${reference.partition} (${populations.reference.patients} patients, ${populations.reference.events} events).
Chance of any false alarm: ${inWords(report.falseAlarmRate)}${report.runLength === null ? '' : `; sequential checks: one in ${report.runLength} patients on average`}.

| check | verdict | estimate (interval) | adjusted p | why |
| --- | --- | --- | --- | --- |
${checks.join('\n')}
${gaps.length > 0 ? `\n${gaps.join('\n')}\n` : ''}`;
}

function estimateOf({
  estimate,
  lower,
  upper,
}: {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}): string {
  if (estimate === null) return '';
  return lower === null || upper === null
    ? inWords(estimate)
    : `${inWords(estimate)} (${inWords(lower)} to ${inWords(upper)})`;
}

/** Names come from the user's table: a bar would end the cell. */
export function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|');
}
