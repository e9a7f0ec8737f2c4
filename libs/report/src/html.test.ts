import { describe, expect, test } from 'vitest';
import { drawn, escapeHtml, Html, html, visibleText } from './html.ts';

describe('escapeHtml', () => {
  test('leaves nothing that ends a text or an attribute', () => {
    expect(escapeHtml(`<img src=x onerror='a()' title="b">&\``)).toBe(
      '&lt;img src=x onerror=&#39;a()&#39; title=&quot;b&quot;&gt;&amp;&#96;',
    );
  });
});

describe('visibleText', () => {
  test.each([
    ['right-to-left override', 'stage\u202EIV', 'stage⟨U+202E⟩IV'],
    ['isolate', '\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['zero width', 'pass\u200Bword', 'pass⟨U+200B⟩word'],
    ['null', 'a\u0000b', 'a⟨U+0000⟩b'],
    ['half a pair', 'a\uD800b', 'a⟨U+D800⟩b'],
    ['line break', 'a\nb', 'a b'],
    ['ordinary scripts', 'Größe α العربية 日本', 'Größe α العربية 日本'],
    ['a whole pair', '🧬', '🧬'],
  ])('%s', (_, text, expected) => expect(visibleText(text)).toBe(expected));
});

describe('html', () => {
  test('escapes values, keeps markup, drops null and false, joins lists', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'"'}">${inner}${null}${false}${['<', inner]}</p>`.toString()).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b>&lt;<b>&lt;i&gt;</b></p>',
    );
  });

  test('an object that looks like markup is text', () => {
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(html`${forged}`.toString()).toBe('&lt;script&gt;');
  });

  test('markup is made nowhere else', () => {
    expect(() => new Html('<script>', Symbol('trusted'))).toThrow('html: markup is made by the html tag');
    expect(drawn('<svg></svg>').toString()).toBe('<svg></svg>');
  });
});
