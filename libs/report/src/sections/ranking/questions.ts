import type { EvidenceRow } from '@raredx/tables';
import { evidenceCell } from '../../evidence-number.ts';
import { footnotes } from '../../footnotes.ts';
import { formatCount } from '../../format-number.ts';
import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { dataTable, section } from '../../table.ts';

const pools = [
  [
    'what the record answers',
    'What the record can answer',
    'May be asked: findings of the record, what is up to two steps above them, and what it excludes. Nothing is cut off.',
  ],
  [
    'any finding',
    'Whatever may be asked',
    'May be asked: any feature of the leading diseases. Most of it nobody wrote down, so that most questions stay unanswered and most cases end at the limit.',
  ],
] as const;

const subsets = [
  [
    'sufficient',
    'Cases whose whole record puts the truth among the first ten: every policy arrives in the end',
  ],
  [null, 'All cases; one that never arrives counts as the limit and one more'],
] as const;

/** Which finding to look for next: questions until the truth is among the first ten. */
export function questionsSection(pack: Pack): Html | null {
  const blocks = pools.flatMap(([condition, title, lead]) => {
    const rows = pack.evidence.rows.filter(({ label }) => label === `diagnosis, ${condition}`);
    const tables = subsets.flatMap(([level, caption]) => {
      const own = rows.filter((row) => row.level === level);
      return own.length === 0 ? [] : [policyTable(own, `${title}. ${caption}`)];
    });
    return tables.length === 0 ? [] : [html`<h3>${title}</h3><p>${lead}</p>${tables}`];
  });
  return blocks.length === 0
    ? null
    : section(
        'questions',
        'The next question',
        html`<p>Two findings of a case are known; a policy asks for one after the other, until the true disease is among the first ten. How this is judged was written down beforehand (docs/decisions/next-question-evaluation.md).</p>${blocks}`,
      );
}

function policyTable(rows: readonly EvidenceRow[], caption: string): Html {
  const policies = [...new Set(rows.map(({ model }) => model))];
  const notes = footnotes();
  const of = (metric: string, holds: (row: EvidenceRow) => boolean) =>
    rows.find((row) => row.metric === metric && holds(row)) ?? null;
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  return dataTable({
    caption,
    className: 'results',
    head: [
      'Policy',
      number('Cases'),
      number('Questions needed'),
      number('Arrive, %'),
      number(`Saved by “${policies[0] ?? ''}”, %`),
    ],
    rows: policies.map((policy) => {
      const own = (row: EvidenceRow) => row.model === policy;
      const needed = of('questions_needed', own);
      const against = of('questions_saved', ({ id }) => id.endsWith(`:${policy}`));
      return html`<tr><th scope="row"><bdi>${policy}</bdi></th><td class="number"${needed && html` data-evidence="${needed.id}"`}>${formatCount(needed?.patients ?? 0)}</td>${[needed, of('questions_arrived', own), against].map((row) => evidenceCell(row, notes))}</tr>`;
    }),
    foot: notes.list(),
  });
}
