import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { formatCount, formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { disclosure, section } from '../table.ts';

function about({ evidence }: Pack, row: EvidenceRow): string {
  const at = row.threshold === null ? '' : ` at ${formatShare(row.threshold)}`;
  const group = row.attribute === null ? '' : `, ${row.attribute.replaceAll('_', ' ')} ${row.level ?? ''}`;
  const size = `${formatCount(row.patients)} patients, ${formatCount(row.events)} events`;
  return `${metricFacts(row.metric).heading}${at}, ${row.model}, ${cohortName(row, evidence).toLowerCase()}${group}: ${size}`;
}

/** Every undefined row, grouped by its reason: silence would read as "fine". */
export function notEstimableSection(pack: Pack): Html {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of pack.evidence.rows) {
    if (row.estimate !== null) continue;
    const reason = row.undefinedBecause ?? 'no reason was given';
    groups.set(reason, [...(groups.get(reason) ?? []), row]);
  }
  const lists = [...groups].map(([reason, rows]) => {
    const items = html`<ul class="dense">${rows.map((row) => html`<li data-evidence="${row.id}">${about(pack, row)}</li>`)}</ul>`;
    const head = html`<strong>${reason}</strong> <span class="soft">(${formatCount(rows.length)} ${rows.length === 1 ? 'statement' : 'statements'})</span>`;
    return rows.length > 8 ? disclosure(head, items) : html`<p>${head}</p>${items}`;
  });
  const none = html`<p>Nothing: every statement the plan asked for has a value.</p>`;
  const lead = html`<p>These were asked for and could not be had from these data. The gate counts each as not met; none is printed as zero.</p>`;
  return section(
    'not-estimable',
    'What could not be estimated, and why',
    lists.length === 0 ? none : html`${lead}${lists}`,
  );
}
