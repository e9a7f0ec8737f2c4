/** What a text may hold that tells who it is about. */
export type TraceKind =
  | 'date'
  | 'record number'
  | 'telephone number'
  | 'e-mail address'
  | 'postcode'
  | 'name';

const patterns: readonly (readonly [TraceKind, RegExp])[] = [
  ['date', /\b(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d)\b/g],
  [
    'date',
    /\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?\b/g,
  ],
  [
    'record number',
    /\b(?:MRN|NHS|SSN|case no|record no|patient (?:no|id))\b\.?\s*[:#]?\s*[A-Z0-9][A-Z0-9-]{3,}\b/gi,
  ],
  ['record number', /\b\d{3}-\d{2}-\d{4}\b|(?<![:\w])\d{7,12}\b/g],
  ['telephone number', /(?:\+\d{1,3}[ -]?)?\(?\b\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,5}\b/g],
  ['e-mail address', /\b[\w.+-]+@[\w-]+\.[\w.]+\b/g],
  ['postcode', /\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/g],
  ['name', /\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? [A-Z][a-z]+\b/g],
];

/** A passage that looks like an identifier. */
export interface Trace {
  readonly kind: TraceKind;
  readonly start: number;
  readonly end: number;
}

/**
 * Passages that look like dates, record and telephone numbers, addresses and names. A canary: what it finds is a reason
 * to stop, what it does not find is no proof that the text is free of identifiers.
 *
 * @example identifierTraces('seen 12/03/2019, MRN: A-12345').map(({ kind }) => kind)
 * // => ['date', 'record number']
 */
export function identifierTraces(text: string): readonly Trace[] {
  const found = patterns.flatMap(([kind, pattern]) =>
    Array.from(text.matchAll(pattern), (match): Trace => {
      return { kind, start: match.index, end: match.index + match[0].length };
    }),
  );
  const sorted = found.sort((a, b) => a.start - b.start || b.end - a.end);
  let reached = 0;
  return sorted.filter(({ start, end }) => {
    if (start < reached) return false;
    reached = end;
    return true;
  });
}
