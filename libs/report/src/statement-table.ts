import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from './cohort-name.ts';
import { evidenceColumn, measureHeading } from './evidence-column.ts';
import { tiedCounts } from './evidence-number.ts';
import { footnotes } from './footnotes.ts';
import { type Html, html } from './html.ts';
import type { Pack } from './pack.ts';
import { attributeTitle } from './subgroup-rows.ts';
import { dataTable } from './table.ts';

/** Statements one a line: measure, model, whom it is about, value. */
export function statementTable(pack: Pack, rows: readonly EvidenceRow[], caption: string): Html {
  const notes = footnotes();
  const { head, cells } = evidenceColumn('Value (interval)', rows, notes, { tiedByRow: true });
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  const about = (row: EvidenceRow) =>
    row.attribute === null
      ? cohortName(row, pack.evidence)
      : `${cohortName(row, pack.evidence)}, ${attributeTitle(pack, row.attribute)} ${row.level ?? ''}`;
  return dataTable({
    caption,
    className: 'results',
    head: ['Measure', 'Model', 'Patients of', head, number('Patients'), number('Events')],
    rows: rows.map(
      (row, i) =>
        html`<tr data-evidence="${row.id}"><th scope="row">${measureHeading(row)}</th><td><bdi>${row.model}</bdi></td><td>${about(row)}</td>${cells[i]!}${tiedCounts(row)}</tr>`,
    ),
    foot: notes.list(),
  });
}
