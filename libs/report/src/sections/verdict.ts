import type { CriterionDecision, Decision, EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { measureHeading } from '../evidence-column.ts';
import { formatCount, formatInterval, formatScalar, formatValue, notEstimable } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { attributeTitle } from '../subgroup-rows.ts';
import { dataTable } from '../table.ts';
import { verdictSentence, verdictWords } from '../verdict-sentence.ts';

const signs = { pass: '✓', fail: '✕', insufficient_evidence: '?', none: '–' } as const;

function limits(metric: string, { lower, upper }: CriterionDecision): Html | null {
  if (lower === null && upper === null) return null;
  if (lower !== null && upper !== null)
    return html` <span class="interval">(${formatInterval(metric, lower, upper)})</span>`;
  return html` <span class="interval">(${lower === null ? `up to ${formatValue(metric, upper!)}` : `from ${formatValue(metric, lower)}`})</span>`;
}

/** What was measured, in the words of the rest of the page: `AUROC, external validation, age band <2 y`. */
function measured(pack: Pack, row: EvidenceRow | undefined): Html | null {
  if (!row) return null;
  const group = row.attribute === null ? '' : `, ${attributeTitle(pack, row.attribute)} ${row.level ?? ''}`;
  return html`<strong>${measureHeading(row)}, ${cohortName(row, pack.evidence).toLowerCase()}${group}</strong><br>`;
}

function explanation({ why, rationale, neededEvents }: CriterionDecision): Html {
  const needed =
    neededEvents === null || why.includes('more event')
      ? ''
      : ` About ${formatCount(neededEvents)} more events would decide.`;
  return html`${why}${needed}${rationale === '' ? null : html`<br><span class="soft">${rationale}</span>`}`;
}

function criterionRow(pack: Pack, criterion: CriterionDecision, judged: EvidenceRow | undefined): Html {
  const metric = judged?.metric ?? '';
  const { verdict } = criterion;
  const tie = criterion.evidenceId === null ? null : html` data-evidence="${criterion.evidenceId}"`;
  const value =
    criterion.value === null
      ? html`<td class="number undefined">${notEstimable}</td>`
      : html`<td class="number"><span class="estimate">${formatValue(metric, criterion.value)}</span>${limits(metric, criterion)}</td>`;
  return html`<tr${tie}>
<th scope="row"><bdi>${criterion.id}</bdi><br><span class="badge ${verdict}"><span aria-hidden="true">${signs[verdict]}</span> ${verdictWords[verdict]}</span></th>
<td class="prose">${measured(pack, judged)}${explanation(criterion)}</td>
${value}
<td class="number">${formatScalar(criterion.bound)}</td>
<td class="number">${formatCount(criterion.patients)}</td>
<td class="number">${formatCount(criterion.events)}</td>
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

/** A leak undoes every number below, so it stands beside the verdict. */
export function leakWarning({ input }: Pack): Html | null {
  if (input.leak?.verdict !== 'leak') return null;
  const found = input.leak.checks.filter((check) => check.verdict === 'leak');
  return html`<div class="banner fail" data-source="leak-certificate"><p><strong>Leak found.</strong> Information passes from fitting to judging, and no result below can be trusted: ${found.map((check, i) => html`${i > 0 && '; '}${check.message}`)}.</p></div>`;
}

export function criteriaTable(pack: Pack, decision: Decision): Html {
  const byId = new Map(pack.input.evidence.rows.map((row) => [row.id, row]));
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  return dataTable({
    caption: 'Acceptance criteria of the policy',
    className: 'criteria',
    source: 'decision',
    head: ['Criterion', 'Why', ...['Value (interval)', 'Bound', 'Patients', 'Events'].map(number)],
    rows: decision.criteria.map((criterion) =>
      criterionRow(pack, criterion, byId.get(criterion.evidenceId ?? '')),
    ),
  });
}
