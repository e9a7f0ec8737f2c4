import { contrastOf } from '../../comparison-sentence.ts';
import { formatEstimate } from '../../format-number.ts';
import { type Html, html } from '../../html.ts';
import { metricFacts } from '../../metric-facts.ts';
import type { Pack } from '../../pack.ts';
import { statementTable } from '../../statement-table.ts';
import { disclosure, section } from '../../table.ts';
import { type Comparison, comparisons } from './ranking-pack.ts';

/** The measures of one pair of models on one cohort. */
type Contest = readonly [Comparison, ...Comparison[]];

function contests(found: readonly Comparison[]): readonly Contest[] {
  const groups = new Map<string, Comparison[]>();
  for (const one of found) {
    const key = JSON.stringify([one.row.label, one.row.partition, one.model, one.other]);
    const own = groups.get(key);
    if (own) own.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()] as unknown as readonly Contest[];
}

const place = ({ row }: Comparison) => row.label.replace(/^diagnosis(, )?/, '') || 'later publications';
const headingOf = ({ row }: Comparison) =>
  metricFacts(row.metric.replace('difference:', '')).heading.replace(', %', '');

/** What the intervals allow to say, the losses and the undecided too. */
function claim(contest: Contest): string {
  const by = (kind: string) => contest.filter(({ row }) => contrastOf(row) === kind).map(headingOf);
  const [first] = contest;
  const [better, worse] = [by('better'), by('worse')];
  const names = `${first.model} against ${first.other}`;
  if (better.length + worse.length === 0) return `${names}: no difference is shown`;
  const parts = [
    ...(better.length > 0 ? [`better in ${better.join(', ')}`] : []),
    ...(worse.length > 0 ? [`worse in ${worse.join(', ')}`] : []),
    ...(better.length + worse.length < contest.length ? ['no difference shown in the others'] : []),
  ];
  return `${names}: ${parts.join('; ')}`;
}

const sentence = (contest: Contest): Html =>
  html`<li><strong><bdi>${claim(contest)}</bdi></strong> (${place(contest[0])}). Differences: ${contest.map(
    (one, at) =>
      html`${at > 0 && ', '}<span data-evidence="${one.row.id}">${headingOf(one)} <span class="whole">${formatEstimate(one.row)}</span></span>`,
  )}.</li>`;

const told = (title: string, lead: string, found: readonly Comparison[]): Html | null =>
  found.length === 0 ? null : html`<h3>${title}</h3><p>${lead}</p><ul>${contests(found).map(sentence)}</ul>`;

/** Does the model earn its training? Differences on the same cases, in words, the losses too. */
export function rankingComparisonSection(pack: Pack): Html {
  const kindOf = (name: string) => pack.input.models.find((model) => model.name === name)?.kind;
  const all = comparisons(pack, ({ attribute }) => attribute === null).filter(
    ({ model }) => kindOf(model) !== 'stress test',
  );
  const judged = all.filter(({ row }) => row.metric !== 'difference:mrr' && row.partition !== 'internal');
  const control = ({ other }: Comparison) => kindOf(other) === 'control';
  const parts = ({ other }: Comparison) => kindOf(other) === 'model without a part';
  const pretraining =
    'Training on simulated patients, and with few shots the knowledge itself, is what is transferred. It is said to help only where the interval of the difference to its control from scratch lies above zero; where no difference is shown, the model is not claimed to be better for it.';
  const table = statementTable(
    pack,
    all.map(({ row }) => row),
    'Every difference, model minus the other on the same cases',
  );
  return section(
    'comparison',
    'Against the baseline and from scratch',
    html`${told(
      'Against the baseline',
      'The same cases, the same candidates.',
      judged.filter((one) => !control(one) && !parts(one)),
    )}${told('Did pretraining help?', pretraining, judged.filter(control))}${told('What the towers add', 'The same model with a part taken out.', judged.filter(parts))}${disclosure('All differences', table)}`,
  );
}
