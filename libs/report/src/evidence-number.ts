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

/** The note of a row, without the words "a minus b" that the table says already. */
function noteOf({ metric, note }: EvidenceRow): string | null {
  if (note === null) return null;
  const rest = metric.startsWith('difference:') ? note.replace(/^[^;]* minus [^;]*(?:; )?/, '') : note;
  return rest === '' ? null : rest;
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

export interface CellOptions {
  /** Footnote of the method, for columns whose cells differ in it. */
  readonly mark?: Html | null;
  /** The table's row carries the id, all its numbers being of one statement. */
  readonly tiedByRow?: true;
}

/** A table cell: the estimate, its interval below, footnote marks for its note and, where it has no value, its reason. */
export function evidenceCell(row: EvidenceRow | null, notes: Footnotes, options: CellOptions = {}): Html {
  if (row === null) return notReported;
  const note = noteOf(row);
  const tie = options.tiedByRow ? null : html` data-evidence="${row.id}"`;
  if (row.estimate === null) {
    const reason = row.undefinedBecause ?? 'no reason was given';
    return html`<td class="number undefined"${tie}>${notEstimable}${notes.mark(`Not estimable: ${reason}.`)}</td>`;
  }
  const interval =
    row.lower === null || row.upper === null
      ? null
      : html` <span class="interval">(${formatInterval(row.metric, row.lower, row.upper)})</span>`;
  const hover = options.tiedByRow ? null : html` title="${hoverText(row)}"`;
  return html`<td class="number"${tie}${hover}><span class="estimate">${formatValue(row.metric, row.estimate)}</span>${options.mark ?? null}${note !== null && notes.mark(`${note}.`)}${interval}</td>`;
}

export function countCell(row: EvidenceRow | null, which: 'patients' | 'samples' | 'events'): Html {
  if (row === null) return notReported;
  return html`<td class="number" data-evidence="${row.id}">${formatCount(row[which])}</td>`;
}

/** Patients and events in a table row that carries the id. */
export function tiedCounts(row: EvidenceRow): Html {
  return html`<td class="number">${formatCount(row.patients)}</td><td class="number">${formatCount(row.events)}</td>`;
}
