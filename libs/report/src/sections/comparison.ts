import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { comparisonSentence, contrastOf } from '../comparison-sentence.ts';
import { evidenceColumn, measureHeading } from '../evidence-column.ts';
import type { Cohort } from '../evidence-index.ts';
import { tiedCounts } from '../evidence-number.ts';
import { footnotes } from '../footnotes.ts';
import { type Html, html } from '../html.ts';
import { comparisonsOf, type ModelComparison } from '../model-comparisons.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

const readings = {
  better: 'better',
  worse: 'worse',
  undecided: 'interval holds 0',
  unknown: 'no claim',
  undefined: 'not estimable',
} as const;

function sentence(comparison: ModelComparison): Html {
  const { claim, measure, figures } = comparisonSentence(comparison);
  return html`<li><strong><bdi>${claim}</bdi></strong>: <span data-evidence="${comparison.row.id}">${measure} <span class="whole">${figures}</span></span>.</li>`;
}

function comparisonTable(comparisons: readonly ModelComparison[], caption: string): Html {
  const notes = footnotes();
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  const rows = comparisons.map(({ row }) => row);
  const { head, cells } = evidenceColumn('Difference (interval)', rows, notes, { tiedByRow: true });
  return dataTable({
    caption,
    className: 'inline',
    head: ['Model', 'Against', 'Measure', head, 'Reading', number('Patients'), number('Events')],
    rows: comparisons.map(
      ({ row, model, other }, i) =>
        html`<tr data-evidence="${row.id}"><th scope="row"><bdi>${model}</bdi></th><td><bdi>${other}</bdi></td><td>${measureHeading(row)}</td>${cells[i]!}<td>${readings[contrastOf(row)]}</td>${tiedCounts(row)}</tr>`,
    ),
    foot: notes.list(),
  });
}

/** The sentences and the table for AUROC in full view, every other measure behind a disclosure. */
function cohortComparison(pack: Pack, cohort: Cohort): Html | null {
  const comparisons = comparisonsOf(pack, cohort);
  if (comparisons.length === 0) return null;
  const caption = `${cohortName(cohort, pack.evidence)}: paired differences, model minus the one it is set against`;
  const ranked = comparisons.filter(({ row }) => row.metric === 'difference:auroc');
  const told = ranked.length > 0 ? ranked : comparisons.slice(0, 1);
  const others = comparisons.filter((comparison) => !told.includes(comparison));
  return html`<ul>${told.map(sentence)}</ul>${comparisonTable(told, caption)}${others.length > 0 && disclosure('Differences in other measures', comparisonTable(others, `${caption}, other measures`))}`;
}

/** Does a model earn its complexity? Paired differences on the same patients, with the sentence they allow. */
export function comparisonSection(pack: Pack): Html {
  const none = html`<p class="soft">The evidence holds no paired difference between two models.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortComparison(pack, cohort));
  return section('comparison', 'Against the baseline', body ?? none);
}
