/** Markup that has been escaped. Only this file makes it, so a string from a table can never pass for it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, key: symbol) {
    if (key !== trusted)
      throw new TypeError('html: markup is made by the html tag or by drawn(), nowhere else');
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = Html | string | null | false | readonly HtmlValue[];

const trusted = Symbol('trusted');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Text with nothing hidden in it: control characters, marks that turn the reading direction, zero-width characters
 * and halves of surrogate pairs are printed by their code, so that what is read is what is stored.
 *
 * @example visibleText('a\u202Eb') // => 'a⟨U+202E⟩b'
 */
export function visibleText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu,
    (character) =>
      character === '\n' || character === '\t'
        ? ' '
        : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/**
 * Text made safe between tags and inside quoted attributes.
 *
 * @example escapeHtml('<b title="x">') // => '&lt;b title=&quot;x&quot;&gt;'
 */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => entities[character]!);
}

function markupOf(value: HtmlValue): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(markupOf).join('');
  return escapeHtml(String(value));
}

/** Tagged template: literal parts are markup, every value is escaped unless it is {@link Html}. Numbers come formatted. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = parts.map((part, i) => (i === 0 ? part : markupOf(values[i - 1] ?? null) + part)).join('');
  return new Html(markup, trusted);
}

/** Markup serialised by a document (the figures) or written here as a constant (the style sheet). */
export function drawn(markup: string): Html {
  return new Html(markup, trusted);
}
