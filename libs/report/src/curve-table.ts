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
  if (!row) return html`<td></td>`;
  if (row.estimate === null) return html`<td data-evidence="${row.id}">${notEstimable}</td>`;
  const interval =
    row.lower === null || row.upper === null ? '' : ` (${formatInterval(row.metric, row.lower, row.upper)})`;
  return html`<td data-evidence="${row.id}">${formatValue(row.metric, row.estimate)}${interval}</td>`;
}

/** Rows by printed abscissa; points that share one stand on lines of their own, as on a ROC curve. */
function byAbscissa(rows: readonly EvidenceRow[]): ReadonlyMap<string, EvidenceRow> {
  const lines = new Map<string, EvidenceRow>();
  for (const row of rows) {
    const at = formatAbscissa(row.threshold ?? 0);
    let line = at;
    for (let n = 2; lines.has(line); n++) line = `${at}#${n}`;
    lines.set(line, row);
  }
  return lines;
}

/** The rows a figure was drawn from: one line an abscissa, one column a curve. */
export function curveTable({ caption, abscissa, curves }: CurveTable): Html {
  const columns = curves.map(({ rows }) => byAbscissa(rows));
  const lines = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort(
    (a, b) => Number.parseFloat(a) - Number.parseFloat(b),
  );
  return dataTable({
    caption,
    className: 'curve',
    head: [abscissa, ...curves.map(({ name }) => html`<th scope="col"><bdi>${name}</bdi></th>`)],
    rows: lines.map(
      (line) =>
        html`<tr><th scope="row">${line.split('#')[0]!}</th>${columns.map((column) => valueCell(column.get(line)))}</tr>`,
    ),
  });
}
