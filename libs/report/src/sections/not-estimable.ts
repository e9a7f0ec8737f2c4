import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { measureHeading } from '../evidence-column.ts';
import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { attributeTitle } from '../subgroup-rows.ts';
import { disclosure, section } from '../table.ts';

function grouped(
  rows: readonly EvidenceRow[],
  keyOf: (row: EvidenceRow) => string,
): ReadonlyMap<string, EvidenceRow[]> {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function subject(pack: Pack, row: EvidenceRow): string {
  const group = row.attribute === null ? '' : `, ${attributeTitle(pack, row.attribute)} ${row.level ?? ''}`;
  const size = `${formatCount(row.patients)} patients, ${formatCount(row.events)} events`;
  return `${row.model}, ${cohortName(row, pack.evidence).toLowerCase()}${group} (${size})`;
}

/** A gap between subgroups is undefined in one of the two its row names: the reason proper is what they share. */
function reasonOf({ metric, undefinedBecause }: EvidenceRow): string {
  const reason = undefinedBecause ?? 'no reason was given';
  return metric.startsWith('difference:') ? reason.replace(/^in [^:]+: /, '') : reason;
}

function reasonList(pack: Pack, reason: string, rows: readonly EvidenceRow[]): Html {
  const items = [...grouped(rows, (row) => subject(pack, row))].map(([about, measures]) => {
    const names = measures.map(
      (row, i) =>
        html`${i > 0 && ', '}<span data-evidence="${row.id}">${measureHeading(row).replace(' (%)', '')}</span>`,
    );
    return html`<li>${about}: ${names}</li>`;
  });
  const count = `${formatCount(rows.length)} ${rows.length === 1 ? 'statement' : 'statements'}`;
  const head = html`<strong>${reason}</strong> <span class="soft">(${count})</span>`;
  const list = html`<ul class="dense">${items}</ul>`;
  return items.length > 4 ? disclosure(head, list) : html`<p>${head}</p>${list}`;
}

/** Every undefined row, grouped by its reason: silence would read as "fine". */
export function notEstimableSection(pack: Pack): Html {
  const rows = pack.evidence.rows.filter((row) => row.estimate === null);
  const reasons = [...grouped(rows, reasonOf)].sort(([, a], [, b]) => b.length - a.length);
  const none = html`<p>Nothing: every statement the plan asked for has a value.</p>`;
  const lead = html`<p>These were asked for and could not be had from these data. The gate counts each as not met; none is printed as zero.</p>`;
  const lists = reasons.map(([reason, of]) => reasonList(pack, reason, of));
  return section(
    'not-estimable',
    'What could not be estimated, and why',
    rows.length === 0 ? none : html`${lead}${lists}`,
  );
}
