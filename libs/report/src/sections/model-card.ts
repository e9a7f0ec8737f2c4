import { evidenceText } from '../evidence-number.ts';
import { type Html, html } from '../html.ts';
import { isSigned } from '../human/human-items.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

const figures = ['auroc', 'calibration_slope', 'oe_ratio'];

function signedText({ input }: Pack, field: string): Html {
  const answer = input.human?.fields[field];
  return answer && isSigned(answer)
    ? html`${answer.text} <span class="soft">(<bdi>${answer.signed_by}</bdi>, ${answer.date})</span>`
    : html`<span class="undefined">empty: to be written and signed by a person</span>`;
}

/** The card of the leading model on half a page: facts from the run, purpose and cautions from people. */
export function modelCardSection(pack: Pack): Html | null {
  const [name] = pack.leads;
  if (name === undefined) return null;
  const { input, evidence } = pack;
  const model = input.models.find((one) => one.name === name);
  const predictors = (input.dataset?.columns ?? []).filter(({ role }) => role === 'predictor');
  const cohort = evidence.cohorts.filter((other) => other.site === null).at(-1) ?? evidence.cohorts.at(-1);
  const rows = cohort
    ? figures.map((metric) => evidence.find({ metric, model: name, cohort })).filter((row) => row !== null)
    : [];
  const entries: readonly (readonly [string, Html])[] = [
    ['Model', html`<bdi>${name}</bdi>`],
    ['Kind', html`${model ? `${model.kind}. ${model.description}` : 'not stated'}`],
    [
      'Output',
      html`risk between 0 and 1 of ${[...new Set(evidence.cohorts.map(({ label }) => label))].join(', ')}`,
    ],
    [
      'Inputs',
      html`${predictors.length > 0 ? predictors.map(({ title }) => title).join('; ') : 'not declared'}`,
    ],
    ['Intended use', signedText(pack, 'intended_use')],
    ['Intended patients', signedText(pack, 'intended_population')],
    ['Cautioned against', signedText(pack, 'cautioned_uses')],
    ['Fairness', signedText(pack, 'fairness_rationale')],
    ...rows.map((row) => [metricFacts(row.metric).heading, evidenceText(row)] as const),
  ];
  return section(
    'model-card',
    'Model card',
    html`<dl class="card" data-source="model-card">${entries.map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>`,
  );
}
