import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { comparisonSentence } from '../comparison-sentence.ts';
import type { Cohort } from '../evidence-index.ts';
import { evidenceCount, evidenceText } from '../evidence-number.ts';
import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import { leadComparisons } from '../model-comparisons.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

const keyMetrics = ['auroc', 'calibration_slope', 'oe_ratio', 'ici'];

function anyRow({ evidence, leads }: Pack, cohort: Cohort): EvidenceRow | null {
  return (
    leads
      .flatMap((model) => [...keyMetrics, 'brier'].map((metric) => evidence.find({ metric, model, cohort })))
      .find((row) => row !== null) ?? null
  );
}

function populations(pack: Pack): Html {
  return html`<ul>${pack.evidence.cohorts.map((cohort) => {
    const row = anyRow(pack, cohort);
    const size = row
      ? html`: ${evidenceCount(row, 'patients')} patients, ${evidenceCount(row, 'events')} with the outcome`
      : null;
    return html`<li>${cohortName(cohort, pack.evidence)}${size}</li>`;
  })}</ul>`;
}

/** What the paired differences allow to say, generated from their rows. */
export function leadSentences(pack: Pack): Html | null {
  const leads = leadComparisons(pack);
  const [first] = leads;
  if (!first) return null;
  const where = cohortName(
    { label: first.row.label, partition: first.row.partition, site: first.row.site },
    pack.evidence,
  );
  const sentences = leads.map((lead) => {
    const { claim, measure, figures } = comparisonSentence(lead);
    return html`<strong><bdi>${claim}</bdi></strong>: <span data-evidence="${lead.row.id}">${measure} <span class="whole">${figures}</span></span>`;
  });
  if (sentences.length === 1) return html`<p class="lead">${sentences}; ${where.toLowerCase()}.</p>`;
  return html`<p class="over">${where}, models against the baseline</p><ul class="lead">${sentences.map((sentence) => html`<li>${sentence}.</li>`)}</ul>`;
}

/** The few figures to remember: the leading models on the cohort farthest from the training data. */
export function keyFigures(pack: Pack): Html | null {
  const cohort =
    pack.evidence.cohorts.filter((other) => other.site === null).at(-1) ?? pack.evidence.cohorts.at(-1);
  const model = pack.leads[0];
  if (!cohort || model === undefined) return null;
  const rows = keyMetrics
    .map((metric) => pack.evidence.find({ metric, model, cohort }))
    .filter((row) => row !== null);
  if (rows.length === 0) return null;
  return html`
<p class="over">${cohortName(cohort, pack.evidence)}, <bdi>${model}</bdi>: ${evidenceCount(rows[0]!, 'patients')} patients, ${evidenceCount(rows[0]!, 'events')} events</p>
<dl class="key">${rows.map((row) => html`<div><dt>${metricFacts(row.metric).heading}</dt><dd>${evidenceText(row)}</dd></div>`)}</dl>`;
}

/** Only what was checked is claimed. */
function independence({ input }: Pack): string {
  if (input.leak === null) return 'on patients said to have taken no part in fitting, which was not checked';
  if (input.leak.verdict === 'leak') return 'on patients of whom some took part in fitting';
  const extent = input.leak.verdict === 'incomplete' ? ', as far as could be checked' : '';
  return `on patients that took no part in fitting${extent}`;
}

export function questionSection(pack: Pack): Html {
  const { input, evidence } = pack;
  const expectation =
    input.expectation === undefined ? null : html`<p><strong>Expected.</strong> ${input.expectation}</p>`;
  const count = evidence.models.length;
  return section(
    'question',
    'The question, and how the data answer it',
    html`<p class="question">${input.question}</p>
${expectation}
<p>${formatCount(count)} ${count === 1 ? 'model was' : 'models were'} judged by predicted risks alone, ${independence(pack)}:</p>
${populations(pack)}`,
  );
}
