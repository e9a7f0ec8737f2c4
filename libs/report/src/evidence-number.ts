import type { EvidenceRow } from '@raredx/tables';
import type { Footnotes } from './footnotes.ts';
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatShare,
  formatValue,
  notEstimable,
} from './format-number.ts';
import { type Html, html } from './html.ts';

/** How a row came about, for the hover text and the footnote. */
export function methodOf(row: EvidenceRow): string {
  const interval =
    row.lower !== null && row.confidence !== null ? `${formatShare(row.confidence)} interval: ` : '';
  return `${interval}${row.method}`;
}

function hoverText(row: EvidenceRow): string {
  const size = `${formatCount(row.patients)} patients, ${formatCount(row.events)} events`;
  return [methodOf(row), size, row.note].filter((part) => part !== null && part !== '').join('; ');
}

/** An estimate in running text: `0.702 (0.669–0.735)`. */
export function evidenceText(row: EvidenceRow): Html {
  return html`<span class="number" data-evidence="${row.id}" title="${hoverText(row)}">${formatEstimate(row)}</span>`;
}

/** Patients or events a row rests on. */
export function evidenceCount(row: EvidenceRow, which: 'patients' | 'samples' | 'events'): Html {
  return html`<span class="number" data-evidence="${row.id}">${formatCount(row[which])}</span>`;
}

const notReported = html`<td class="number none"><span aria-hidden="true">·</span><span class="unseen">not reported</span></td>`;

/**
 * A table cell: the estimate, its interval below, and a footnote mark for its reason where it has none.
 * `mark` adds the footnote of the method too, for columns whose cells differ in it.
 */
export function evidenceCell(row: EvidenceRow | null, notes: Footnotes, mark: Html | null = null): Html {
  if (row === null) return notReported;
  if (row.estimate === null) {
    const reason = row.undefinedBecause ?? 'no reason was given';
    return html`<td class="number undefined" data-evidence="${row.id}" title="${reason}">${notEstimable}${notes.mark(`Not estimable: ${reason}.`)}</td>`;
  }
  const interval =
    row.lower === null || row.upper === null
      ? null
      : html` <span class="interval">(${formatInterval(row.metric, row.lower, row.upper)})</span>`;
  return html`<td class="number" data-evidence="${row.id}" title="${hoverText(row)}"><span class="estimate">${formatValue(row.metric, row.estimate)}</span>${interval}${mark}</td>`;
}

export function countCell(row: EvidenceRow | null, which: 'patients' | 'samples' | 'events'): Html {
  if (row === null) return notReported;
  return html`<td class="number" data-evidence="${row.id}">${formatCount(row[which])}</td>`;
}
