import type { LeakCertificate, QualityReport } from '@raredx/tables';
import { formatCount, formatPercent } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

const certificateWords = {
  clean: 'Clean: no patient information was found to pass from fitting to judging.',
  leak: 'Leak: information passes from fitting to judging, and the results cannot be trusted.',
  incomplete: 'Incomplete: not every check could be made.',
} as const;

const checkClass = {
  clean: 'pass',
  leak: 'fail',
  warning: 'insufficient_evidence',
  not_checked: 'none',
} as const;
const severityClass = { note: 'none', warning: 'insufficient_evidence', error: 'fail' } as const;

const numberHead = (text: string) => html`<th scope="col" class="number">${text}</th>`;

function certificate(leak: LeakCertificate): Html {
  return html`<p><strong>${certificateWords[leak.verdict]}</strong></p>${dataTable({
    caption: 'Leak certificate',
    source: 'leak-certificate',
    head: ['Check', 'Finding', numberHead('Examined'), numberHead('Offenders'), 'In words'],
    rows: leak.checks.map(
      (check) =>
        html`<tr><th scope="row">${check.check.replaceAll('_', ' ')}</th><td><span class="badge ${checkClass[check.verdict]}">${check.verdict.replace('_', ' ')}</span></td><td class="number">${formatCount(check.examined)}</td><td class="number">${formatCount(check.offenders)}</td><td class="prose">${check.message}</td></tr>`,
    ),
  })}<p class="soft">Splits: <code>${leak.splitFingerprint}</code></p>`;
}

function findings({ findings: found }: QualityReport): Html {
  if (found.length === 0) return html`<p>No finding.</p>`;
  return dataTable({
    caption: 'Findings in the raw data',
    source: 'data-quality',
    head: ['Check', 'Column', 'Severity', numberHead('Rows'), 'In words'],
    rows: found.map(
      (one) =>
        html`<tr><th scope="row">${one.check.replaceAll('_', ' ')}</th><td><bdi>${one.column ?? ''}</bdi></td><td><span class="badge ${severityClass[one.severity]}">${one.severity}</span></td><td class="number">${formatCount(one.rows)}</td><td class="prose">${one.message}</td></tr>`,
    ),
  });
}

function columns(quality: QualityReport): Html {
  return dataTable({
    caption: `Columns of the raw data: ${formatCount(quality.rows)} rows, ${formatCount(quality.patients)} patients`,
    source: 'data-quality',
    head: ['Column', 'Type', 'Unit', numberHead('Missing'), numberHead('Distinct'), 'Summary'],
    rows: quality.columns.map(
      (column) =>
        html`<tr><th scope="row"><bdi>${column.column}</bdi></th><td>${column.type}</td><td>${column.unit}</td><td class="number">${formatCount(column.missing)} (${formatPercent(column.missingPercent)})</td><td class="number">${formatCount(column.distinct)}</td><td>${column.summary}</td></tr>`,
    ),
  });
}

export function dataQualitySection({ input }: Pack): Html {
  const { leak, quality } = input;
  return section(
    'data-quality',
    'Data quality and leakage',
    html`<h3>Leakage</h3>${leak ? certificate(leak) : html`<p class="soft">No leak certificate: the splits were not made here, so independence of the judged patients was not checked.</p>`}
<h3>Raw data</h3>${quality ? html`${findings(quality)}${disclosure('All columns', columns(quality))}` : html`<p class="soft">No data-quality report came with these predictions.</p>`}`,
  );
}
