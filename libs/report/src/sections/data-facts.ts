import { formatCount, formatTwoDecimals } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import type { DatasetFacts } from '../pack-input.ts';
import { dataTable, section } from '../table.ts';

const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;

function declared(dataset: DatasetFacts): Html {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Source', dataset.source],
    ['Citation', dataset.citation],
    ['Licence', dataset.licence],
    ['Dates of accrual', dataset.period],
    ['Kind of data', dataset.modality],
  ];
  return html`<dl class="facts" data-source="dataset">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? 'not declared'}</dd></div>`)}</dl>`;
}

/** What is declared about the data set, as far as its card goes. */
export function datasheetSection({ input }: Pack): Html | null {
  const { dataset } = input;
  if (!dataset) return null;
  const columns = dataTable({
    caption: 'Declared columns',
    source: 'dataset',
    head: ['Column', 'Meaning', 'Type', 'Unit', 'Role'],
    rows: dataset.columns.map(
      (column) =>
        html`<tr><th scope="row"><bdi>${column.name}</bdi></th><td>${column.title}</td><td>${column.type}</td><td>${column.unit}</td><td>${column.role}</td></tr>`,
    ),
  });
  return section(
    'datasheet',
    'Datasheet',
    html`<p><strong>${dataset.title}</strong></p>${declared(dataset)}${columns}`,
  );
}

/** Above this standardised difference two groups are by convention worth a look: Austin (2009) Stat Med 28:3083. */
const notable = 0.1;

/** How much sites differ in what was measured: Table 1 again, by size of the difference. */
export function representativenessSection({ input }: Pack): Html | null {
  const rows = (input.tableOne?.rows ?? []).filter((row) => row.smd !== null);
  if (rows.length === 0) return null;
  const sorted = [...rows].sort((a, b) => b.smd! - a.smd!);
  const large = sorted.filter((row) => row.smd! > notable).length;
  const table = dataTable({
    caption: 'Largest standardised mean difference between two sites',
    source: 'table-one',
    head: ['Characteristic', number('SMD'), 'Reading'],
    rows: sorted.map(
      (row) =>
        html`<tr><th scope="row">${row.title}</th><td class="number">${formatTwoDecimals(row.smd!)}</td><td>${row.smd! > notable ? 'worth a look' : 'small'}</td></tr>`,
    ),
  });
  return section(
    'representativeness',
    'How alike the sites are',
    html`<p>${formatCount(large)} of ${formatCount(rows.length)} characteristics differ notably between sites. Whether the sites stand for the patients the model is meant for, no table can say.</p>${table}`,
  );
}
