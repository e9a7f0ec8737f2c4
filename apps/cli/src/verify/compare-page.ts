import type { Finding } from '@raredx/report';

const mostLines = 20;

/**
 * Where a page differs from what its sources give, a line of the page at a time.
 *
 * @param stands the page in the pack
 * @param follows the page rendered again
 */
export function comparePage(file: string, stands: string, follows: string): Finding[] {
  if (stands === follows) return [];
  const before = follows.split('\n');
  const after = stands.split('\n');
  const lines = Math.max(before.length, after.length);
  const findings: Finding[] = [];
  let offset = 0;
  for (let line = 0; line < lines && findings.length < mostLines; line++) {
    const [wanted, found] = [before[line] ?? '', after[line] ?? ''];
    if (wanted !== found || line >= before.length !== line >= after.length) {
      const at = offset + firstDifference(wanted, found);
      findings.push({
        file,
        problem: `line ${line + 1}${placeIn(follows, at)} is not what the evidence gives`,
      });
      // One line more or fewer moves all that follow: the first difference says where.
      if (before.length !== after.length) {
        return [
          { file, problem: `${findings[0]?.problem} (${after.length} lines where ${before.length} follow)` },
        ];
      }
    }
    offset += wanted.length + 1;
  }
  return findings;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

const unclosed = new Set(['meta', 'link', 'br', 'hr', 'img', 'input', 'col', 'wbr', '!doctype']);

/** The section, figure and evidence row that a place of the page lies in, from the elements open there. */
function placeIn(page: string, at: number): string {
  const open: { readonly name: string; readonly attributes: string }[] = [];
  for (const tag of page.matchAll(/<(\/?)([a-z!][a-z0-9-]*)([^>]*)>/gi)) {
    if ((tag.index ?? 0) > at) break;
    const [whole, close, name = '', attributes = ''] = tag;
    const ended = (tag.index ?? 0) + whole.length <= at;
    if (close && ended) {
      const last = open.findLastIndex((element) => element.name === name);
      if (last >= 0) open.length = last;
    } else if (!close && !(ended && (attributes.endsWith('/') || unclosed.has(name.toLowerCase())))) {
      open.push({ name, attributes });
    }
  }
  const innermost = (pattern: RegExp) =>
    open.map(({ attributes }) => pattern.exec(attributes)?.[1]).findLast((value) => value !== undefined);
  const sections = open.filter(({ name }) => name === 'section');
  const section = /(?:id|aria-labelledby)="([^"]*)"/.exec(sections.at(-1)?.attributes ?? '')?.[1];
  const evidence = innermost(/data-evidence="([^"]*)"/);
  const source = innermost(/data-source="([^"]*)"/);
  return [
    section && `, section ${section.replace(/-title$/, '')}`,
    open.some(({ name }) => name === 'figure' || name === 'svg') && ', in a figure',
    evidence && `, evidence ${evidence}`,
    !evidence && source && `, from ${source}`,
  ]
    .filter(Boolean)
    .join('');
}
