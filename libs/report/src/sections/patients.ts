import type { Flow, FlowStep, TableOne, TableOneCell, TableOneRow } from '@raredx/tables';
import { formatCount, formatPercent, formatTwoDecimals } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';

function exclusion({ excluded, reason }: FlowStep): Html {
  if (excluded === 0) return html`<p class="excluded">none excluded</p>`;
  return html`<p class="excluded"><span class="number">${formatCount(excluded)}</span> excluded${reason !== null && html`: ${reason}`}</p>`;
}

function flowList(flow: Flow): Html {
  return html`<div class="flow" data-source="flow">${flow.cohorts.map(
    ({ cohort, steps }) => html`
<div><h4><bdi>${cohort}</bdi></h4>
<ol>${steps.map(
      (step, i) => html`
<li>${i > 0 && exclusion(step)}<p class="step">${step.step} <strong class="number">${formatCount(step.patients)}</strong> <span class="unseen">patients left</span></p></li>`,
    )}</ol></div>`,
  )}</div>`;
}

/** Counts as this page prints them everywhere; medians as the cohort step printed them. */
function cellText(row: TableOneRow, cell: TableOneCell | undefined): string {
  if (!cell) return '';
  if (row.kind === 'continuous' || cell.count === null) return cell.text;
  return formatCount(cell.count) + (cell.percent === null ? '' : ` (${formatPercent(cell.percent)})`);
}

function tableOneRow(row: TableOneRow, sites: readonly string[]): Html {
  const nested = row.level !== null || row.kind === 'missing';
  const name = row.level ?? (row.kind === 'missing' ? 'missing' : row.title);
  const unit = row.unit === null || nested ? '' : `, ${row.unit}`;
  const cells = sites.map(
    (site) =>
      html`<td class="number">${cellText(
        row,
        row.cells.find((cell) => cell.site === site),
      )}</td>`,
  );
  return html`<tr${nested && html` class="nested"`}><th scope="row">${name}${unit}</th>${cells}<td class="number">${row.smd !== null && formatTwoDecimals(row.smd)}</td></tr>`;
}

/** Levels stand under the title of their variable; one level alone stands beside it. */
function withHeadings(rows: readonly TableOneRow[]): readonly TableOneRow[] {
  return rows.flatMap((row, i) => {
    if (row.level === null || rows[i - 1]?.variable === row.variable) return [row];
    const levels = rows.filter((other) => other.variable === row.variable && other.level !== null);
    if (levels.length === 1) return [{ ...row, title: `${row.title}: ${row.level}`, level: null }];
    return [
      { ...row, level: null, cells: [] },
      { ...row, smd: null },
    ];
  });
}

const caption =
  'Table 1. Patients by site: count (%) or median [quartiles]; SMD = largest standardised mean difference between two sites, above 0.1 worth a look';
const severalSamples =
  'A patient with several samples counts once, in every level that one of them has, and by the median of their numbers';

function tableOneHtml(tableOne: TableOne): Html {
  const sites = tableOne.sites.map(({ site }) => site);
  const isSingle = tableOne.sites.every(({ samples, patients }) => (samples ?? patients) === patients);
  return dataTable({
    caption: isSingle ? caption : `${caption}. ${severalSamples}`,
    source: 'table-one',
    head: [
      'Characteristic',
      ...tableOne.sites.map(
        ({ site, patients, events }) =>
          html`<th scope="col" class="number"><bdi>${site}</bdi><br><span class="soft">${formatCount(patients)} patients, ${formatCount(events)} events</span></th>`,
      ),
      html`<th scope="col" class="number">SMD</th>`,
    ],
    rows: withHeadings(tableOne.rows).map((row) => tableOneRow(row, sites)),
  });
}

export function patientsSection({ input }: Pack): Html {
  const flow = input.flow
    ? flowList(input.flow)
    : html`<p class="soft">No flow of patients came with these predictions.</p>`;
  const tableOne = input.tableOne
    ? tableOneHtml(input.tableOne)
    : html`<p class="soft">No characteristics of the patients came with these predictions.</p>`;
  return section(
    'patients',
    'Patients',
    html`<h3>From raw data to analysis</h3>${flow}<h3>Who they are</h3>${tableOne}`,
  );
}
