import type { EvidenceRow } from '@raredx/tables';
import { formatAbscissa, formatInterval, formatValue, notEstimable } from './format-number.ts';
import { type Html, html } from './html.ts';
import { dataTable } from './table.ts';

export interface CurveTable {
  readonly caption: string;
  readonly abscissa: string;
  /** One for each curve: its name and its rows. */
  readonly curves: readonly { readonly name: string; readonly rows: readonly EvidenceRow[] }[];
}

function valueCell(row: EvidenceRow | undefined): Html {
  if (!row) return html`<td class="number"></td>`;
  if (row.estimate === null) return html`<td class="number" data-evidence="${row.id}">${notEstimable}</td>`;
  const interval =
    row.lower === null || row.upper === null ? '' : ` (${formatInterval(row.metric, row.lower, row.upper)})`;
  return html`<td class="number" data-evidence="${row.id}">${formatValue(row.metric, row.estimate)}${interval}</td>`;
}

/** The rows a figure was drawn from: one line an abscissa, one column a curve. */
export function curveTable({ caption, abscissa, curves }: CurveTable): Html {
  const lookups = curves.map(
    ({ rows }) => new Map(rows.map((row) => [formatAbscissa(row.threshold ?? 0), row])),
  );
  const at = new Set(
    curves
      .flatMap(({ rows }) => rows.map((row) => row.threshold ?? 0))
      .sort((a, b) => a - b)
      .map(formatAbscissa),
  );
  return dataTable({
    caption,
    className: 'curve',
    head: [
      abscissa,
      ...curves.map(({ name }) => html`<th scope="col" class="number"><bdi>${name}</bdi></th>`),
    ],
    rows: [...at].map(
      (x) =>
        html`<tr><th scope="row" class="number">${x}</th>${lookups.map((lookup) => valueCell(lookup.get(x)))}</tr>`,
    ),
  });
}
