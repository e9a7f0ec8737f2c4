import type { MissingColumn, MissingnessDocument, MissingShare } from '@raredx/tables';
import { formatCount, formatPercent, formatTwoDecimals } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
const cell = (text: string) => html`<td class="number">${text}</td>`;
const source = 'missingness';

/** Patterns beyond this many are counted, not listed; `cohort/missingness.json` holds them all. */
const mostPatterns = 12;
/** Columns that differ most between rows with and without a value: as many as a reader takes in. */
const mostDifferences = 3;

function shares(by: string, of: readonly MissingShare[]): string {
  return of.length < 2
    ? ''
    : `by ${by}: ${of.map(({ level, percent }) => `${level} ${formatPercent(percent)}`).join(', ')}`;
}

function tested({ test }: MissingColumn): string {
  if ('undefinedBecause' in test) return `not tested: ${test.undefinedBecause}`;
  const p = test.adjustedP < 0.001 ? 'below 0.001' : test.adjustedP.toFixed(3);
  return `chi-square ${test.chiSquare.toFixed(1)}, ${formatCount(test.df)} df, adjusted p ${p}`;
}

function goesWith({ differences }: MissingColumn): string {
  return differences
    .filter(({ smd }) => smd !== null)
    .slice(0, mostDifferences)
    .map(({ column, smd }) => `${column} ${formatTwoDecimals(smd!)}`)
    .join(', ');
}

function columnTable({ rows, columns }: MissingnessDocument): Html {
  return dataTable({
    caption: `Missing values in ${formatCount(rows)} rows, and what they go with`,
    source,
    head: ['Column', number('Missing'), number('Share'), 'Where', 'Differs by (SMD)', 'Reading'],
    rows: columns.map((column) => {
      const where = [shares('site', column.bySite), shares('outcome', column.byOutcome)].filter(Boolean);
      return html`<tr><th scope="row"><bdi>${column.column}</bdi></th>${cell(formatCount(column.missing))}${cell(formatPercent(column.percent))}<td>${where.join('; ')}</td><td>${goesWith(column)}</td><td class="prose">${column.reading} (${tested(column)})</td></tr>`;
    }),
  });
}

function patternTable({ patterns }: MissingnessDocument): Html {
  const more = patterns.length - mostPatterns;
  return dataTable({
    caption: 'Values missing together',
    source,
    head: ['Missing', number('Rows'), number('Share')],
    rows: patterns
      .slice(0, mostPatterns)
      .map(
        ({ missing, rows, percent }) =>
          html`<tr><th scope="row">${missing.length === 0 ? 'nothing' : missing.join(', ')}</th>${cell(formatCount(rows))}${cell(formatPercent(percent))}</tr>`,
      ),
    foot:
      more > 0 &&
      html`<p class="soft">${formatCount(more)} rarer patterns are in cohort/missingness.json.</p>`,
  });
}

function mechanism(document: MissingnessDocument): Html {
  const { rows, completeRows, imputations, columns } = document;
  const head = `${formatCount(completeRows)} of ${formatCount(rows)} rows have no gap`;
  if (columns.length === 0) return html`<p data-source="${source}">${head}: no value is missing.</p>`;
  return html`<p data-source="${source}">${head}. Columns with gaps: ${formatCount(columns.length)}. Were they to be imputed, ${formatCount(imputations)} data sets would do.</p>${columnTable(document)}${disclosure('Patterns', patternTable(document))}<h3>What such a table cannot tell</h3><ul>${document.limits.map((limit) => html`<li>${limit}</li>`)}</ul>`;
}

/** Columns with missing values first; where there is no document on mechanism, the counts of the quality report. */
function counts({ input: { quality } }: Pack): Html | null {
  if (quality === null) return null;
  const some = quality.columns.filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
  if (some.length === 0)
    return html`<p>No value is missing in the ${formatCount(quality.columns.length)} columns of the source.</p>`;
  return dataTable({
    caption: `Missing values in ${formatCount(quality.rows)} rows`,
    source: 'data-quality',
    head: ['Column', number('Missing'), number('Share')],
    rows: some.map(
      ({ column, missing, missingPercent }) =>
        html`<tr><th scope="row"><bdi>${column}</bdi></th>${cell(formatCount(missing))}${cell(formatPercent(missingPercent))}</tr>`,
    ),
  });
}

/** Where values are missing and what missingness goes with; what the cohort step made of it stands in flow and Table 1. */
export function missingnessSection(pack: Pack): Html | null {
  const { missingness } = pack.input;
  const body = missingness ? mechanism(missingness) : counts(pack);
  return body && section('missingness', 'Missing values', body);
}
