import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { drawn, escapeHtml, type Html, html, visibleText } from './html.ts';

export interface Drawing {
  /** Unique in the page; ids of title and description follow from it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly plot: Plot.PlotOptions;
  /** For texts that are numbers: class of the mark → id of the evidence row of each text, in the mark's order. */
  readonly evidence?: Readonly<Record<string, readonly string[]>>;
}

const decimals = /-?\d+\.\d{3,}(?:e-?\d+)?/g;
const geometry = new Set([
  'd',
  'transform',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'width',
  'height',
  'cx',
  'cy',
  'r',
  'dx',
  'dy',
]);

/**
 * Draws on the server. What Plot writes for a browser is taken off: its style element (the page's policy allows one
 * style sheet only), labels on inner groups (the drawing is one image to a screen reader), digits nobody can see.
 */
export function drawSvg({ id, title, description, plot, evidence = {} }: Drawing): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...plot, document: document as unknown as Document }) as unknown as SVGSVGElement;
  svg.querySelector('style')?.remove();
  tie(svg, evidence);
  for (const element of svg.querySelectorAll('*')) tidy(element);
  for (const group of [...svg.querySelectorAll('g')]) if (group.childNodes.length === 0) group.remove();
  for (const name of ['aria-label', 'aria-description', 'font-family', 'style']) svg.removeAttribute(name);
  svg.setAttribute('class', 'plot');
  svg.setAttribute('font-size', '12');
  const head = `role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text"`;
  const names = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-text">${escapeHtml(description)}</desc>`;
  return drawn(svg.outerHTML.replace('<svg ', `<svg ${head} `).replace('>', `>${names}`));
}

function tidy(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (name.startsWith('aria-') || name === 'style') element.removeAttribute(name);
    else if (geometry.has(name)) {
      const rounded = value.replace(decimals, (digits) => String(Number(Number(digits).toFixed(2))));
      if (rounded !== value) element.setAttribute(name, rounded);
    }
  }
}

function tie(svg: Element, evidence: NonNullable<Drawing['evidence']>): void {
  for (const [className, ids] of Object.entries(evidence)) {
    const texts = [...svg.querySelectorAll(`.${className} text`)];
    if (texts.length !== ids.length) {
      throw new Error(`figure: ${texts.length} texts of ${className} for ${ids.length} evidence rows`);
    }
    for (const [i, text] of texts.entries()) text.setAttribute('data-evidence', escapeHtml(ids[i]!));
  }
}

/** A text that Plot will draw: Plot escapes markup, this shows hidden characters and bounds the length. */
export function plotText(text: string): string {
  const visible = visibleText(text);
  return visible.length > 60 ? `${visible.slice(0, 59)}…` : visible;
}

/** A drawing with its caption and, behind a disclosure, the rows it was drawn from. */
export function figure(drawings: readonly Html[], caption: Html, data: Html): Html {
  return html`
<figure>
${drawings}
<figcaption>${caption}</figcaption>
<details class="data"><summary>Data of this figure</summary>${data}</details>
</figure>`;
}
