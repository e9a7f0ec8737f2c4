import type { EvidenceRow } from '@raredx/tables';
import { element } from './element.ts';
import { type LiveMeasure, liveMeasures, printedInterval, printedValue } from './live-measures.ts';

export interface LiveTable {
  readonly region: HTMLElement;
  /** `settled`: limits from resampled patients are in the rows. */
  readonly show: (rows: readonly EvidenceRow[], settled: boolean) => void;
  /** Ties the numbers to their rows of the evidence, by metric; the others to none. */
  readonly tie: (ids: ReadonlyMap<string, string>) => void;
}

interface Line {
  readonly measure: LiveMeasure;
  readonly row: HTMLTableRowElement;
  readonly value: HTMLElement;
  readonly cell: HTMLTableCellElement;
  readonly interval: HTMLTableCellElement;
  readonly method: HTMLTableCellElement;
}

function lineOf(measure: LiveMeasure): Line {
  const value = element('span');
  const cell = element('td', { class: 'number', 'data-live': measure.metric }, value);
  const interval = element('td', { class: 'number interval' });
  const method = element('td', { class: 'prose' });
  const row = element('tr', {}, element('th', { scope: 'row' }, measure.heading), cell, interval, method);
  return { measure, row, value, cell, interval, method };
}

const exact = ['estimate', 'lower', 'upper'] as const;

function write(line: Line, made: EvidenceRow, settled: boolean): void {
  const waits = !settled && made.method.includes('bootstrap');
  const limits = printedInterval(made);
  line.value.textContent = printedValue(made) ?? 'not estimable';
  line.interval.textContent = limits ?? (waits && made.estimate !== null ? '…' : '');
  const said = made.undefinedBecause ?? [made.method, waits ? null : made.note].filter(Boolean).join('; ');
  line.method.textContent = waits && made.undefinedBecause === null ? 'patient bootstrap follows' : said;
  for (const name of exact) {
    const number = waits && name !== 'estimate' ? null : made[name];
    if (number === null) line.cell.removeAttribute(`data-${name}`);
    else line.cell.setAttribute(`data-${name}`, String(number));
  }
}

function setTie({ cell, value }: Line, id: string | undefined): void {
  const button = { role: 'button', 'aria-haspopup': 'dialog', 'data-opens': '', tabindex: '-1' };
  if (id === undefined) {
    cell.removeAttribute('data-evidence');
    for (const name of Object.keys(button)) value.removeAttribute(name);
    return;
  }
  cell.setAttribute('data-evidence', id);
  const stays = value.getAttribute('tabindex') ?? '-1';
  for (const [name, text] of Object.entries({ ...button, tabindex: stays })) value.setAttribute(name, text);
}

/** The recomputed numbers, every one with its interval, or the reason why there is none. */
export function liveTable(): LiveTable {
  const lines = liveMeasures.map(lineOf);
  const heads = ['Measure', 'Value', 'Interval', 'Method, or why there is no value'];
  const table = element(
    'table',
    { class: 'live' },
    element('caption', {}, 'Recomputed here'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...heads.map((head, at) =>
          element('th', { scope: 'col', class: at === 1 || at === 2 ? 'number' : null }, head),
        ),
      ),
    ),
    element('tbody', {}, ...lines.map(({ row }) => row)),
  );
  const region = element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': 'Recomputed here', tabindex: 0 },
    table,
  );
  return {
    region,
    show: (rows, settled) => {
      const byMetric = new Map(rows.map((row) => [row.metric, row]));
      for (const line of lines) {
        const made = byMetric.get(line.measure.metric);
        if (made) write(line, made, settled);
      }
    },
    tie: (ids) => {
      for (const line of lines) setTie(line, ids.get(line.measure.metric));
      const buttons = lines.map(({ value }) => value).filter((value) => value.hasAttribute('data-opens'));
      if (!buttons.some((value) => value.getAttribute('tabindex') === '0'))
        buttons[0]?.setAttribute('tabindex', '0');
    },
  };
}
