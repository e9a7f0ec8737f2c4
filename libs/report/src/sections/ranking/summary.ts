import type { EvidenceRow } from '@raredx/tables';
import { comparisonSentence } from '../../comparison-sentence.ts';
import { evidenceText } from '../../evidence-number.ts';
import { formatCount } from '../../format-number.ts';
import { type Html, html } from '../../html.ts';
import { metricFacts } from '../../metric-facts.ts';
import type { Pack } from '../../pack.ts';
import { section } from '../../table.ts';
import { candidatesOf, comparisons, headlineRow, rankMetrics } from './ranking-pack.ts';

const perHundred = (share: number) => formatCount(Math.round(share * 100));

function ofHundred(row: EvidenceRow): Html {
  const range =
    row.lower === null || row.upper === null
      ? null
      : html` (${perHundred(row.lower)} to ${perHundred(row.upper)})`;
  return html`<span data-evidence="${row.id}">about ${perHundred(row.estimate!)} of 100${range}</span>`;
}

/** For patients and clinicians: a few sentences, each from a statement of evidence and tied to it. */
export function rankingSummarySection(pack: Pack): Html | null {
  const [model] = pack.leads;
  if (model === undefined) return null;
  const row = (metric: string) => {
    const found = headlineRow(pack, model, metric);
    return found?.estimate == null ? null : found;
  };
  const [first, ten] = [row('top_1'), row('top_10')];
  if (!first || !ten) return null;
  const ece = row('ece_top_1');
  return section(
    'plain-summary',
    'In plain words',
    html`<p>Patients of later publications, which the knowledge has not read; the answer is one of ${candidatesOf(first)}:</p><ul>
<li><span data-evidence="${first.id}">${formatCount(first.patients)} patients were judged</span>, by their findings alone.</li>
<li>The true disease stands first in ${ofHundred(first)}, and among the first ten in ${ofHundred(ten)}.</li>
${ece && html`<li>The probability that the model gives its first answer is off by <span data-evidence="${ece.id}">about ${perHundred(ece.estimate!)} in 100</span> on average.</li>`}</ul>
<p class="soft">The ranges in brackets are what these patients are compatible with. A list of candidates is no diagnosis; published cases are clearer than those of a clinic.</p>`,
  );
}

/** The figures to remember, with the number of candidates beside them. */
export function rankingKeyFigures(pack: Pack): Html | null {
  const [model] = pack.leads;
  if (model === undefined) return null;
  const rows = [...rankMetrics, 'ece_top_1']
    .map((metric) => headlineRow(pack, model, metric))
    .filter((row) => row !== null);
  const [first] = rows;
  if (!first) return null;
  return html`
<p class="over">External validation, <bdi>${model}</bdi>: ${formatCount(first.patients)} patients among ${candidatesOf(first)}</p>
<dl class="key">${rows.map((row) => html`<div><dt>${metricFacts(row.metric).heading}</dt><dd>${evidenceText(row)}</dd></div>`)}</dl>`;
}

/** Model against baseline, one sentence a measure. */
export function rankingLeadSentences(pack: Pack): Html | null {
  const { baseline } = pack.input;
  const told = comparisons(
    pack,
    ({ label, partition, attribute }) =>
      label === 'diagnosis' && partition === 'external' && attribute === null,
  ).filter(
    ({ model, other, row }) => model === pack.leads[0] && other === baseline && /top_/.test(row.metric),
  );
  if (told.length === 0) return null;
  return html`<p class="over">External validation, model against the baseline</p><ul class="lead">${told.map(
    (one) => {
      const { claim, measure, figures } = comparisonSentence(one);
      return html`<li><strong><bdi>${claim}</bdi></strong>: <span data-evidence="${one.row.id}">${measure} <span class="whole">${figures}</span></span>.</li>`;
    },
  )}</ul>`;
}
