import type { EvidenceRow } from '@raredx/tables';
import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { statementTable } from '../../statement-table.ts';
import { section } from '../../table.ts';
import { stressed } from './ranking-pack.ts';

const groups: readonly (readonly [title: string, lead: string, of: RegExp])[] = [
  [
    'Probability of the leader',
    'Fitted on development cases, judged on later ones. In each fifth of the cases by probability: what was said (after “at”), and how often it was right.',
    /^(ece_top_1|confidence_top_1|overconfidence_top_1|reliability_top_1)$/,
  ],
  [
    'Leaving the least certain to people',
    'Only the surest share of the cases is answered.',
    /^top_1_of_surest$/,
  ],
  [
    'Sets instead of one answer',
    'All candidates from a probability on, set so that the stated share of development cases holds the truth.',
    /^conformal_/,
  ],
  [
    'I do not know this disease',
    'Cases of diseases that the knowledge does not describe, told from others by how little the candidates explain them.',
    /^open_set_auroc$/,
  ],
];

/** How far one answer can be trusted. */
export function certaintySection(pack: Pack): Html | null {
  const external = ({ partition, attribute, label }: EvidenceRow) =>
    partition === 'external' && attribute === null && label === 'diagnosis';
  const blocks = groups.flatMap(([title, lead, of]) => {
    const rows = pack.evidence.rows.filter(
      (row) => external(row) && of.test(row.metric) && row.model === pack.leads[0],
    );
    return rows.length === 0
      ? []
      : [html`<h3>${title}</h3><p>${lead}</p>${statementTable(pack, rows, title)}`];
  });
  return blocks.length === 0 ? null : section('uncertainty', 'How sure, and how rightly', blocks);
}

/** The same cases as a hurried or mistaken observer would have described them. */
export function stressSection(pack: Pack): Html | null {
  const names = new Set(stressed(pack));
  const rows = pack.evidence.rows.filter(
    ({ model, partition, attribute, metric }) =>
      names.has(model) && partition === 'external' && attribute === null && !metric.endsWith('mrr'),
  );
  return rows.length === 0
    ? null
    : section(
        'stress',
        'When findings are missing, vague or wrong',
        html`<p>Half of the findings unreported, half of them named by a more general term, or half as many added that belong to other patients. Differences are to the cases as they were described.</p>${statementTable(pack, rows, 'External cases under stress')}`,
      );
}
