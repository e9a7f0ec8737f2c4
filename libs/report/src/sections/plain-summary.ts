import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { comparisonSentence } from '../comparison-sentence.ts';
import type { Cohort } from '../evidence-index.ts';
import { formatCount, formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { isSigned } from '../human/human-items.ts';
import { leadComparisons } from '../model-comparisons.ts';
import type { Pack } from '../pack.ts';
import { section } from '../table.ts';

const perHundred = (share: number) => formatCount(Math.round(share * 100));

/** `about 70 of 100 (66 to 74)`, tied to its statement. */
function ofHundred(row: EvidenceRow): Html {
  const range =
    row.lower === null || row.upper === null
      ? null
      : html` (${perHundred(row.lower)} to ${perHundred(row.upper)})`;
  return html`<span data-evidence="${row.id}">about ${perHundred(row.estimate!)} of 100${range}</span>`;
}

function found(pack: Pack, cohort: Cohort, metric: string, threshold?: number): EvidenceRow | null {
  const model = pack.leads[0];
  if (model === undefined) return null;
  const row = pack.evidence.find({
    metric,
    model,
    cohort,
    ...(threshold === undefined ? {} : { threshold }),
  });
  return row === null || row.estimate === null ? null : row;
}

function sizeSentence(row: EvidenceRow): Html {
  return html`<li><span data-evidence="${row.id}">${formatCount(row.patients)} patients were judged; ${formatCount(row.events)} had the outcome</span>.</li>`;
}

function riskSentence(row: EvidenceRow): Html {
  const range =
    row.lower === null || row.upper === null
      ? null
      : html` (${perHundred(row.lower)} to ${perHundred(row.upper)})`;
  return html`<li>For every 100 patients in whom the model’s risks led one to expect the outcome, <span data-evidence="${row.id}">about ${perHundred(row.estimate!)}${range} had it</span>.</li>`;
}

function thresholdSentences(pack: Pack, cohort: Cohort): readonly Html[] {
  return pack.input.thresholds.slice(0, 2).flatMap((threshold) => {
    const sensitivity = found(pack, cohort, 'sensitivity', threshold);
    const ppv = found(pack, cohort, 'ppv', threshold);
    if (!sensitivity || !ppv) return [];
    return [
      html`<li>If one acted from a risk of ${formatShare(threshold)} on, one would reach ${ofHundred(sensitivity)} patients who have the outcome; among those acted on, ${ofHundred(ppv)} would have it.</li>`,
    ];
  });
}

function sentences(pack: Pack, cohort: Cohort): readonly Html[] {
  const auroc = found(pack, cohort, 'auroc');
  const ratio = found(pack, cohort, 'oe_ratio');
  return [
    ...(auroc
      ? [
          sizeSentence(auroc),
          html`<li>Of 100 pairs of one patient with the outcome and one without, the model ranks ${ofHundred(auroc)} rightly; guessing ranks 50 rightly.</li>`,
        ]
      : []),
    ...(ratio ? [riskSentence(ratio)] : []),
    ...thresholdSentences(pack, cohort),
  ];
}

/** For patients and clinicians: a few sentences, each from a statement of evidence and tied to it. */
export function plainSummarySection(pack: Pack): Html | null {
  const { cohorts } = pack.evidence;
  const cohort = cohorts.filter((other) => other.site === null).at(-1) ?? cohorts.at(-1);
  if (!cohort) return null;
  const said = sentences(pack, cohort);
  if (said.length === 0) return null;
  const compared = leadComparisons(pack)
    .slice(0, 1)
    .map((lead) => {
      const { claim } = comparisonSentence(lead);
      return html`<li><span data-evidence="${lead.row.id}"><bdi>${claim}</bdi></span>.</li>`;
    });
  const use = pack.input.human?.fields.intended_use;
  const intended =
    use && isSigned(use)
      ? html`<p><strong>What it is meant for</strong>, as stated by <bdi>${use.signed_by}</bdi>: ${use.text}</p>`
      : html`<p class="soft">What the model is meant for has not been stated and signed by anybody yet.</p>`;
  return section(
    'plain-summary',
    'In plain words',
    html`${intended}<p><bdi>${pack.leads[0]!}</bdi>, ${cohortName(cohort, pack.evidence).toLowerCase()}:</p><ul>${said}${compared}</ul><p class="soft">The ranges in brackets are what these patients are compatible with. None of this says what will happen to one person.</p>`,
  );
}
