import type { EvidenceRow } from '@raredx/tables';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { statementTable } from '../statement-table.ts';
import { disclosure, section } from '../table.ts';

const groups: readonly (readonly [title: string, lead: string, of: RegExp])[] = [
  [
    'Prediction sets',
    'In place of one answer, the set of answers that cannot be ruled out. Coverage is how often the truth lies in the set.',
    /^conformal/,
  ],
  [
    'Refusing to answer',
    'What is gained when the least certain patients are left to people.',
    /^(risk_coverage|aurc|coverage_at_error)/,
  ],
  ['Shift of prevalence', 'The rate of the outcome that the risks themselves imply.', /^label_shift/],
  [
    'Wrong reference labels',
    'What the results would be if some of the reference labels were wrong.',
    /^(label_error|label_noise|kappa)/,
  ],
];

export const isUncertainty = ({ metric }: EvidenceRow) => groups.some(([, , of]) => of.test(metric));

/** How far a single prediction can be trusted, where the evidence says so. */
export function uncertaintySection(pack: Pack): Html | null {
  const blocks = groups.flatMap(([title, lead, of]) => {
    const rows = pack.evidence.rows.filter((row) => of.test(row.metric));
    if (rows.length === 0) return [];
    const whole = rows.filter((row) => pack.leads.includes(row.model) && row.attribute === null);
    const inGroups = rows.filter((row) => pack.leads.includes(row.model) && row.attribute !== null);
    const elsewhere = rows.length - whole.length - inGroups.length;
    return [
      html`<h3>${title}</h3><p>${lead}${elsewhere > 0 && ` ${elsewhere} statements about other models are in evidence.json.`}</p>${whole.length > 0 && statementTable(pack, whole, title)}${inGroups.length > 0 && disclosure(`${title}: by subgroup`, statementTable(pack, inGroups, title))}`,
    ];
  });
  return blocks.length === 0 ? null : section('uncertainty', 'Uncertainty of single predictions', blocks);
}
