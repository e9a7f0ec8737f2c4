import type { CriterionDecision, Decision, EvidenceRow } from '@raredx/tables';
import { formatCount, formatInterval, formatScalar, formatValue, notEstimable } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable } from '../table.ts';
import { verdictSentence, verdictWords } from '../verdict-sentence.ts';

const signs = { pass: '✓', fail: '✕', insufficient_evidence: '?', none: '–' } as const;

function limits(metric: string, { lower, upper }: CriterionDecision): Html | null {
  if (lower === null && upper === null) return null;
  if (lower !== null && upper !== null)
    return html` <span class="interval">(${formatInterval(metric, lower, upper)})</span>`;
  return html` <span class="interval">(${lower === null ? `up to ${formatValue(metric, upper!)}` : `from ${formatValue(metric, lower)}`})</span>`;
}

function criterionRow(criterion: CriterionDecision, judged: EvidenceRow | undefined): Html {
  const metric = judged?.metric ?? '';
  const tie = criterion.evidenceId === null ? null : html` data-evidence="${criterion.evidenceId}"`;
  const value =
    criterion.value === null
      ? html`<td class="number undefined"${tie}>${notEstimable}</td>`
      : html`<td class="number"${tie}><span class="estimate">${formatValue(metric, criterion.value)}</span>${limits(metric, criterion)}</td>`;
  const needed =
    criterion.neededEvents === null || criterion.why.includes('more event')
      ? null
      : html`<br><span class="soft">About ${formatCount(criterion.neededEvents)} more events would decide.</span>`;
  return html`<tr>
<th scope="row"><bdi>${criterion.id}</bdi></th>
<td><span class="badge ${criterion.verdict}"><span aria-hidden="true">${signs[criterion.verdict]}</span> ${verdictWords[criterion.verdict]}</span></td>
<td class="prose">${criterion.why}${needed}${criterion.rationale === '' ? null : html`<br><span class="soft">${criterion.rationale}</span>`}</td>
${value}
<td class="number">${formatScalar(criterion.bound)}</td>
<td class="number"${tie}>${formatCount(criterion.patients)}</td>
<td class="number"${tie}>${formatCount(criterion.events)}</td>
</tr>`;
}

/** First thing on the page: the verdict in a word, in a sentence, and criterion by criterion. */
export function verdictBanner({ input }: Pack): Html {
  const { decision } = input;
  const kind = decision?.verdict ?? 'none';
  return html`
<div class="banner ${kind}">
<p class="verdict"><span class="sign" aria-hidden="true">${signs[kind]}</span>${verdictWords[kind]}</p>
<p>${verdictSentence(decision)}</p>
</div>
`;
}

export function criteriaTable(pack: Pack, decision: Decision): Html {
  const byId = new Map(pack.input.evidence.rows.map((row) => [row.id, row]));
  return dataTable({
    caption: 'Acceptance criteria, agreed before the result was seen',
    className: 'criteria',
    source: 'decision',
    head: ['Criterion', 'Verdict', 'Why', 'Value (interval)', 'Bound', 'Patients', 'Events'],
    rows: decision.criteria.map((criterion) => criterionRow(criterion, byId.get(criterion.evidenceId ?? ''))),
  });
}
