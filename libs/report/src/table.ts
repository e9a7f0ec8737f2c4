import { Html, type HtmlValue, html } from './html.ts';

export interface TableParts {
  /** Said by screen readers for the scrolling region, and printed as the caption. */
  readonly caption: string;
  readonly head: readonly HtmlValue[];
  /** Each a whole `<tr>`. */
  readonly rows: readonly Html[];
  readonly foot?: HtmlValue;
  readonly className?: string;
  /** Where the numbers come from when not from evidence. */
  readonly source?: string;
}

/** Scrolls sideways and takes the keyboard's focus, so that a narrow screen loses nothing. */
export function scrollRegion(label: string, content: Html): Html {
  return html`
<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** A table in a scrolling region. */
export function dataTable({ caption, head, rows, foot = null, className = '', source }: TableParts): Html {
  const from = source === undefined ? null : html` data-source="${source}"`;
  const table = html`<table class="${className}"${from}>
<caption>${caption}</caption>
<thead><tr>${head.map((cell) => (isCell(cell) ? cell : html`<th scope="col">${cell}</th>`))}</tr></thead>
<tbody>
${rows.map(
  (row) => html`${row}
`,
)}</tbody>
</table>`;
  return html`${scrollRegion(caption, table)}${foot}`;
}

const isCell = (cell: HtmlValue) => cell instanceof Html && cell.toString().startsWith('<th');

/** A section with a heading that the contents list points to. */
export function section(id: string, title: string, body: HtmlValue): Html {
  return html`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

export function disclosure(summary: HtmlValue, body: HtmlValue): Html {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}
