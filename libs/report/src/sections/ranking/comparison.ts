import { comparisonSentence } from '../../comparison-sentence.ts';
import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { statementTable } from '../../statement-table.ts';
import { disclosure, section } from '../../table.ts';
import { type Comparison, comparisons } from './ranking-pack.ts';

const sentence = (one: Comparison): Html => {
  const { claim, measure, figures } = comparisonSentence(one);
  return html`<li><strong><bdi>${claim}</bdi></strong>, ${one.row.label.replace(/^diagnosis(, )?/, '') || 'later publications'}: <span data-evidence="${one.row.id}">${measure} <span class="whole">${figures}</span></span>.</li>`;
};

const told = (title: string, lead: string, found: readonly Comparison[]): Html | null =>
  found.length === 0 ? null : html`<h3>${title}</h3><p>${lead}</p><ul>${found.map(sentence)}</ul>`;

/** Does the model earn its training? Differences on the same cases, in words, the losses too. */
export function rankingComparisonSection(pack: Pack): Html {
  const kindOf = (name: string) => pack.input.models.find((model) => model.name === name)?.kind;
  const all = comparisons(pack, ({ attribute }) => attribute === null).filter(
    ({ model }) => kindOf(model) !== 'stress test',
  );
  const whole = all.filter(({ row }) => row.metric !== 'difference:mrr');
  const external = whole.filter(({ row }) => row.label === 'diagnosis' && row.partition === 'external');
  const against = external.filter(({ other }) => kindOf(other) !== 'control');
  const control = whole.filter(
    ({ row, other }) => kindOf(other) === 'control' && row.partition !== 'internal',
  );
  const pretraining =
    'Pretraining on simulated patients (and, with few shots, the knowledge itself) is claimed to help only where the interval of the difference to its control from scratch lies above zero. “Did not beat” is said of every other.';
  const table = statementTable(
    pack,
    all.map(({ row }) => row),
    'Every difference, model minus the other on the same cases',
  );
  return section(
    'comparison',
    'Against the baseline and from scratch',
    html`${told('Against the baseline', 'The same cases, the same candidates.', against)}${told('Did pretraining help?', pretraining, control)}${disclosure('All differences', table)}`,
  );
}
