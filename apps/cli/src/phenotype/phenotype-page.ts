import type { PhenotypeExperiment } from '@raredx/experiment';
import type { EvidenceFile, EvidenceRow } from '@raredx/tables';

export interface PageInput {
  readonly experiment: PhenotypeExperiment;
  readonly evidence: EvidenceFile;
  readonly knowledge: string;
  readonly acknowledgement: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const number = (value: number | null): string => (value === null ? '' : value.toFixed(3));

const said = ({ estimate, lower, upper, undefinedBecause }: EvidenceRow): string => {
  if (estimate === null) return `not estimable: ${escaped(undefinedBecause ?? '')}`;
  return lower === null
    ? number(estimate)
    : `${number(estimate)} <small>(${number(lower)} to ${number(upper)})</small>`;
};

const sections: readonly (readonly [string, (row: EvidenceRow) => boolean])[] = [
  ['External cohort', (row) => row.partition === 'external' && row.attribute === null && !isQuestion(row)],
  ['Few-shot', (row) => row.partition === 'test'],
  ['Next question', isQuestion],
  ['Groups of external cases', (row) => row.partition === 'external' && row.attribute !== null],
  ['Development cases, probabilities out of fold', (row) => row.partition === 'internal'],
];

function isQuestion({ model }: EvidenceRow): boolean {
  return model.startsWith('question by ');
}

/** A page that shows every statement in a table; no script, no file beside it. */
export function phenotypePage({ experiment, evidence, knowledge, acknowledgement }: PageInput): string {
  const tables = sections.map(([title, belongs]) => {
    const rows = evidence.rows.filter(belongs);
    return rows.length === 0 ? '' : `<section><h2>${title}</h2>${table(rows)}</section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(experiment.title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}td:nth-child(n+4){font-variant-numeric:tabular-nums}
small{color:#555}</style></head><body>
<h1>${escaped(experiment.title)}</h1>
<p>${escaped(experiment.question)}</p>
<p>Expected beforehand: ${escaped(experiment.expectation ?? 'nothing was written down')}</p>
<p>Knowledge: ${escaped(knowledge)}. ${escaped(acknowledgement)}. Cases: phenopacket-store of the Monarch Initiative (BSD-3-Clause);
external ones are of publications first seen after ${experiment.freeze}. Intervals are over publications. A diagnosis that is no
candidate counts as missed.</p>
${tables.join('\n')}
</body></html>
`;
}

function table(rows: readonly EvidenceRow[]): string {
  const lines = rows.map((row) => {
    const group = row.attribute === null ? '' : `${row.attribute} ${row.level}`;
    const metric = row.threshold === null ? row.metric : `${row.metric} at ${row.threshold}`;
    const cells = [row.model, group, metric].map(escaped);
    return `<tr id="${escaped(row.id).replaceAll('"', '')}"><td>${[...cells, said(row), String(row.samples), escaped(row.note ?? '')].join('</td><td>')}</td></tr>`;
  });
  return `<table><thead><tr><th>model</th><th>group</th><th>measure</th><th>value</th><th>cases</th><th>note</th></tr></thead><tbody>
${lines.join('\n')}
</tbody></table>`;
}
