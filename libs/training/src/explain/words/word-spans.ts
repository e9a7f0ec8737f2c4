/** Where a word stands in a text. */
export interface WordSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Words of a text: runs of letters, marks and digits, with what joins them within (`well-known`, `p.Arg12`).
 *
 * @example
 * wordSpans('no fever, 3.5 kg').map(({ start, end }) => 'no fever, 3.5 kg'.slice(start, end)) // => ['no', 'fever', '3.5', 'kg']
 */
export const wordSpans = (text: string): readonly WordSpan[] =>
  Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+(?:[-'’./][\p{L}\p{M}\p{N}]+)*/gu), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));

/** A text without some of its words; what stood around them stays. */
export function withoutWords(text: string, spans: readonly WordSpan[]): string {
  const ordered = spans.toSorted((a, b) => a.start - b.start);
  let kept = '';
  let at = 0;
  for (const { start, end } of ordered) {
    kept += text.slice(at, start);
    at = end;
  }
  return kept + text.slice(at);
}
