import { type Child, drawing, element } from '../element.ts';

export interface LiveFigure {
  readonly figure: HTMLElement;
  /** @param about one sentence that says what is drawn */
  readonly draw: (about: string, parts: readonly Child[], table: readonly (readonly string[])[]) => void;
}

interface Frame {
  readonly title: string;
  /** What lines and colours mean. */
  readonly key: string;
  readonly heads: readonly string[];
  readonly height: number;
}

/** A drawing that changes, under a fixed title, and the numbers it was drawn from in a table below. */
export function liveFigure(id: string, { title, key, heads, height }: Frame): LiveFigure {
  const name = drawing('title', { id: `${id}-title` }, title);
  const description = drawing('desc', { id: `${id}-text` });
  const body = drawing('g');
  const svg = drawing(
    'svg',
    {
      viewBox: `0 0 360 ${height}`,
      role: 'img',
      'aria-labelledby': `${id}-title`,
      'aria-describedby': `${id}-text`,
    },
    name,
    description,
    body,
  );
  const rows = element('tbody');
  const table = element(
    'table',
    { class: 'curve' },
    element('caption', {}, `${title}: data`),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    rows,
  );
  const region = element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': `${title}: data`, tabindex: 0 },
    table,
  );
  const caption = element('figcaption', {}, element('strong', {}, `${title}.`), ` ${key}`);
  return {
    figure: element('figure', {}, caption, svg, region),
    draw: (about, parts, lines) => {
      description.textContent = about;
      body.replaceChildren(...parts.filter((part): part is Node => part instanceof Node));
      rows.replaceChildren(
        ...lines.map(([first = '', ...rest]) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, first),
            ...rest.map((text) => element('td', { class: 'number' }, text)),
          ),
        ),
      );
    },
  };
}
