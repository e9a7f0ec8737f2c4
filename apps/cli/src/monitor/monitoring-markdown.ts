import type { MonitoringReport } from './monitoring-report.ts';
import {
  assumptionRows,
  checkRows,
  labelFreeRows,
  latencyRows,
  settingRows,
  verdictSentence,
  verdictWords,
} from './monitoring-rows.ts';

/** The report as Markdown: the verdict, each check with one line of why, and what was not checked. */
export function monitoringMarkdown(report: MonitoringReport): string {
  const { undefinedBecause } = report.labelFree;
  const parts = [
    `# Monitoring: ${verdictWords[report.verdict].toLowerCase()}`,
    cell(verdictSentence(report)),
    table(checkRows(report)),
    '## Performance without outcomes',
    undefinedBecause === null ? table(labelFreeRows(report)) : `Not estimable: ${cell(undefinedBecause)}.`,
    table(assumptionRows(report)),
    ...(report.latency === null ? [] : ['## Latency', table(latencyRows(report))]),
    '## Provenance and limits',
    table(settingRows(report)),
    ...(report.unchecked.length > 0 ? [report.unchecked.map((gap) => `- unchecked: ${gap}`).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table({
  head,
  rows,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names come from the user's table: a bar would end the cell, a tag would be one. */
function cell(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
