import type { PackInput } from '../src/pack-input.ts';
import { packInput } from './pack-input.ts';

export const hostileStrings: readonly string[] = [
  '<script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  `' onmouseover='alert(1)`,
  '</text></svg><iframe src="javascript:alert(1)">',
  '<!-- --><![CDATA[ ]]>',
  '&lt;script&gt; &#x3c;b&#x3e;',
  '=HYPERLINK("http://evil.example","click")',
  'javascript:alert(1)',
  'pass\u202Eliaf\u202C',
  'a\u0000b\u0008c',
  '`$' + '{alert(1)}` {{7*7}}',
  'x'.repeat(10_000),
];

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Free text gets the string appended; what has meaning to the program, and settings' names, stays. */
const meaningful = new Set([
  'verdict',
  'severity',
  'metric',
  'partition',
  'id',
  'evidenceId',
  'kind',
  'scope',
  'modality',
  'date',
]);

export function infect(value: Json, text: string, key: string): Json {
  if (typeof value === 'string') return meaningful.has(key) ? value : value + text;
  if (Array.isArray(value)) return value.map((one) => infect(one as Json, text, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      key === 'settings' || key === 'provenance' ? name + text : name,
      infect(inner as Json, text, name),
    ]),
  );
}

/** A pack in which every name, level, label, site, reason and note carries the text. Kept small: one cohort. */
export function withHostileText(text: string): PackInput {
  const input = packInput();
  const rows = input.evidence.rows.filter(
    (row) =>
      row.partition === 'external' &&
      ['network', 'logistic', 'prototypical_k5'].includes(row.model) &&
      ((row.threshold ?? 0) < 0.05 || [0.1, 0.2].includes(row.threshold ?? 0)),
  );
  const noted = rows.map((row) => ({
    ...row,
    id: row.id + text,
    note: row.attribute === 'model' ? row.note : 'a note',
  }));
  return infect(
    { ...input, evidence: { ...input.evidence, rows: noted } } as unknown as Json,
    text,
    '',
  ) as unknown as PackInput;
}
