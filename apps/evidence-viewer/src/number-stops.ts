import type { EvidencePanel } from './evidence-panel.ts';
import type { ToldRows } from './told-rows.ts';

const groups = 'table, dl, ul, ol, p';
const opener = '[data-opens]';

/** The part of a cell that is its number: footnote marks and the interval stay outside the button. */
function wrapNumber(cell: Element): Element {
  const span = cell.ownerDocument.createElement('span');
  const inside = [];
  for (const node of cell.childNodes) {
    if (node instanceof Element && node.matches('sup, .interval')) break;
    inside.push(node);
  }
  cell.prepend(span);
  span.append(...inside);
  return span;
}

function buttonOf(tied: Element): Element | null {
  if (tied.closest('svg') || tied.querySelector(opener) || tied.matches(opener)) return null;
  if (tied.querySelector('a, button, summary')) return null;
  if (tied.matches('tr')) {
    const cell = tied.querySelector('td.number');
    return cell ? wrapNumber(cell) : null;
  }
  return tied.matches('td, th, dd, li, div') ? wrapNumber(tied) : tied;
}

/** One stop of the Tab key a table or paragraph; arrows, Home and End go on from there. */
function makeStops(root: ParentNode): void {
  const started = new Set<Element>();
  for (const tied of root.querySelectorAll('[data-evidence]')) {
    const shut = tied.closest('details:not([open])');
    if (shut && !tied.closest('summary')) continue;
    const button = buttonOf(tied);
    if (!button) continue;
    const group = tied.closest(groups) ?? tied;
    const isFirst = !started.has(group) && group.querySelector(`${opener}[tabindex="0"]`) === null;
    started.add(group);
    button.setAttribute('role', 'button');
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('data-opens', '');
    button.setAttribute('tabindex', isFirst ? '0' : '-1');
  }
}

const isShown = (one: Element) => one.getClientRects().length > 0;

function stepsOf(from: Element): { readonly buttons: Element[]; readonly at: number } {
  const buttons = [...(from.closest(groups) ?? from).querySelectorAll(opener)].filter(isShown);
  return { buttons, at: buttons.indexOf(from) };
}

/** The number above or below: in the same column of the nearest row that has one there. */
function acrossRows(from: Element, by: 1 | -1): Element | null {
  const cell = from.closest('td, th');
  const column = cell instanceof HTMLTableCellElement ? cell.cellIndex : -1;
  const sibling = (one: Element | null) =>
    (by > 0 ? one?.nextElementSibling : one?.previousElementSibling) ?? null;
  for (let row = sibling(from.closest('tr')); row; row = sibling(row)) {
    const found = row.children[column]?.querySelector(opener);
    if (found) return found;
  }
  return null;
}

function target(from: Element, key: string): Element | null {
  const { buttons, at } = stepsOf(from);
  if (key === 'ArrowRight') return buttons[at + 1] ?? null;
  if (key === 'ArrowLeft') return buttons[at - 1] ?? null;
  if (key === 'Home') return buttons[0] ?? null;
  if (key === 'End') return buttons.at(-1) ?? null;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const step = key === 'ArrowDown' ? 1 : -1;
  return from.closest('table') ? acrossRows(from, step) : (buttons[at + step] ?? null);
}

function move(from: Element, to: Element): void {
  from.setAttribute('tabindex', '-1');
  to.setAttribute('tabindex', '0');
  if (to instanceof HTMLElement) to.focus();
}

/** Every number of the evidence opens the panel, by pointer and by keyboard. */
export function numberStops(page: Document, rows: ToldRows, panel: EvidencePanel): void {
  const show = (from: Element | null): boolean => {
    const id = from?.closest('[data-evidence]')?.getAttribute('data-evidence');
    const told = id == null ? null : rows.byId(id);
    if (told) panel.show(told);
    return told !== null;
  };
  page.addEventListener('click', (event) => {
    const from = event.target;
    if (!(from instanceof Element) || from.closest('a, button, summary, select, input')) return;
    if (page.getSelection()?.isCollapsed === false) return;
    show(from);
  });
  page.addEventListener('keydown', (event) => {
    const from = event.target;
    if (!(from instanceof Element) || !from.matches(opener) || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (event.key === 'Enter' || event.key === ' ') {
      if (show(from)) event.preventDefault();
      return;
    }
    const to = target(from, event.key);
    if (!to) return;
    event.preventDefault();
    move(from, to);
  });
  page.addEventListener(
    'toggle',
    (event) => {
      if (event.target instanceof HTMLDetailsElement && event.target.open) makeStops(event.target);
    },
    true,
  );
  makeStops(page);
}
