import { formatCount, formatScalar } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';

export function provenanceSection({ input }: Pack): Html {
  const { evidence, decision, provenance } = input;
  const entries: readonly (readonly [string, string | number | boolean | null])[] = [
    ...Object.entries(provenance),
    ...Object.entries(evidence.provenance).filter(([name]) => !Object.hasOwn(provenance, name)),
    ...(decision
      ? ([
          ['policy hash', decision.policyHash],
          ['evidence hash judged', decision.evidenceHash],
          ['ledger entry', decision.ledgerEntry],
        ] as const)
      : []),
  ];
  return section(
    'provenance',
    'Provenance',
    html`<p>${formatCount(evidence.rows.length)} statements of evidence (schema ${formatCount(evidence.schemaVersion)}) stand behind this page. Each figure here carries the id of its statement, in the attribute <code>data-evidence</code>, and is in <code>evidence.json</code> unrounded. The same input gives this file byte for byte.</p>${dataTable(
      {
        caption: 'What the numbers follow from',
        className: 'provenance',
        source: 'provenance',
        head: ['Entry', 'Value'],
        rows: entries.map(
          ([name, value]) =>
            html`<tr><th scope="row">${name}</th><td><code>${formatScalar(value)}</code></td></tr>`,
        ),
      },
    )}`,
  );
}
