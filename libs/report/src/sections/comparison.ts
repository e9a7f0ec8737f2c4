import { cohortName } from '../cohort-name.ts';
import { comparisonSentence, contrastOf } from '../comparison-sentence.ts';
import { countCell, evidenceCell, methodOf } from '../evidence-number.ts';
import { footnotes } from '../footnotes.ts';
import { formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import { comparisonsOf, type ModelComparison } from '../model-comparisons.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';

const readings = {
  better: 'better',
  worse: 'worse',
  undecided: 'interval holds 0',
  unknown: 'no claim',
  undefined: 'not estimable',
} as const;

function sentence({ row, other }: ModelComparison): Html {
  const { claim, figures } = comparisonSentence(row, other);
  return html`<li><strong><bdi>${claim}</bdi></strong>: <span data-evidence="${row.id}">${figures}</span>.</li>`;
}

function comparisonTable(comparisons: readonly ModelComparison[], caption: string): Html {
  const notes = footnotes();
  const heading = ({ row }: ModelComparison) =>
    row.threshold === null
      ? metricFacts(row.metric).heading
      : `${metricFacts(row.metric).heading} at ${formatShare(row.threshold)}`;
  return dataTable({
    caption,
    head: [
      'Model',
      'Against',
      'Measure',
      html`<th scope="col" class="number">Difference (interval)</th>`,
      'Reading',
      html`<th scope="col" class="number">Patients</th>`,
      html`<th scope="col" class="number">Events</th>`,
    ],
    rows: comparisons.map((comparison) => {
      const { row, other } = comparison;
      const mark = row.estimate === null ? null : notes.mark(`${methodOf(row)}.`);
      return html`<tr><th scope="row"><bdi>${row.model}</bdi></th><td><bdi>${other}</bdi></td><td>${heading(comparison)}</td>${evidenceCell(row, notes, mark)}<td>${readings[contrastOf(row)]}</td>${countCell(row, 'patients')}${countCell(row, 'events')}</tr>`;
    }),
    foot: notes.list(),
  });
}

/** Does the model earn its complexity? Paired differences on the same patients, with the sentence they allow. */
export function comparisonSection(pack: Pack): Html {
  const parts = pack.evidence.cohorts.flatMap((cohort) => {
    const comparisons = comparisonsOf(pack, cohort);
    if (comparisons.length === 0) return [];
    const name = cohortName(cohort, pack.evidence);
    const told = comparisons.filter(({ row }) => row.metric === 'difference:auroc');
    return [
      html`<h3>${name}</h3><ul>${(told.length > 0 ? told : comparisons.slice(0, 1)).map(sentence)}</ul>${comparisonTable(comparisons, `${name}: paired differences, model minus the one it is set against`)}`,
    ];
  });
  const none = html`<p class="soft">The evidence holds no paired difference between two models.</p>`;
  return section('comparison', 'Against the baseline', parts.length === 0 ? none : html`${parts}`);
}
