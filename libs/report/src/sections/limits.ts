import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

/** What the input itself shows to be a limit; what a person must judge is left to that person. */
export function standingLimits({ input, evidence }: Pack): readonly string[] {
  const external = evidence.cohorts.some((cohort) => cohort.partition === 'external');
  const subgroups = evidence.rows.some((row) => row.attribute !== null);
  return [
    ...(external ? [] : ['No external cohort: how the model does at another site is unknown.']),
    ...(subgroups ? [] : ['No subgroup was judged.']),
    ...(input.leak
      ? []
      : ['Independence of the judged patients rests on the word of whoever made the predictions.']),
    ...(input.decision ? [] : ['No acceptance criteria were applied.']),
    'Intervals express sampling uncertainty of these patients alone: not differences between centres that were not seen, nor change over time.',
    'Results by subgroup and model are not adjusted for the number of comparisons made.',
  ];
}

/** First in a pack for sharing: what a reader does not see. */
function withheldList({ input }: Pack): Html | null {
  if (!input.withheld) return null;
  return html`<h3>Withheld in this copy</h3><p>This is the copy for sharing: small counts, and whatever they could be worked out from, are left out.</p><ul>${input.withheld.map((text) => html`<li>${text}</li>`)}</ul>`;
}

export function limitsSection(pack: Pack): Html {
  const { unchecked } = pack.input;
  const checks = html`<h3>Not checked</h3><ul>${unchecked.map((text) => html`<li>${text}</li>`)}</ul>`;
  return section(
    'limits',
    'Limits',
    html`${withheldList(pack)}${unchecked.length > 0 && checks}<h3>To be kept in mind</h3><ul>${standingLimits(pack).map((text) => html`<li>${text}</li>`)}</ul>`,
  );
}
