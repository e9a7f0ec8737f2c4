import { type Html, html } from './html.ts';

/** Footnotes of one table: the same text always gets the same letter. */
export interface Footnotes {
  readonly mark: (text: string) => Html;
  readonly list: () => Html;
}

function letter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

export function footnotes(): Footnotes {
  const texts: string[] = [];
  return {
    mark: (text) => {
      if (!texts.includes(text)) texts.push(text);
      return html`<sup>${letter(texts.indexOf(text))}</sup>`;
    },
    list: () =>
      texts.length === 0
        ? html``
        : html`<ul class="footnotes">${texts.map((text, i) => html`<li><sup>${letter(i)}</sup> ${text}</li>`)}</ul>`,
  };
}
