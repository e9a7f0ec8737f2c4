import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { statementTable } from '../statement-table.ts';
import { section } from '../table.ts';

const groups: readonly (readonly [title: string, lead: string, of: RegExp])[] = [
  [
    'The next site',
    'What the sites here say about one that is not here. With few sites the range is wide, and rightly so.',
    /^(pooled|next_site|pooled_with_prior|next_site_with_prior|tau_squared):/,
  ],
  [
    'Other patients, or a model that does worse',
    'How much of the change from development is because the patients differ, and how much because the model holds less well for patients alike.',
    /^transport:/,
  ],
];

/** What holds beyond the sites at hand, of the models that lead the page. */
export function otherSitesSection(pack: Pack): Html | null {
  const blocks = groups.flatMap(([title, lead, of]) => {
    const rows = pack.evidence.rows.filter((row) => of.test(row.metric));
    const shown = rows.filter((row) => pack.leads.includes(row.model));
    if (shown.length === 0) return [];
    const others = rows.length - shown.length;
    return [
      html`<h3>${title}</h3><p>${lead}${others > 0 && ` ${others} statements about other models are in evidence.json.`}</p>${statementTable(pack, shown, title)}`,
    ];
  });
  return blocks.length === 0 ? null : section('other-sites', 'Other sites', blocks);
}
