import type { EvidenceRow } from '@raredx/tables';
import { type CellOptions, evidenceCell, methodOf } from './evidence-number.ts';
import type { Footnotes } from './footnotes.ts';
import { formatShare } from './format-number.ts';
import { type Html, html } from './html.ts';
import { metricFacts } from './metric-facts.ts';

export interface MeasureName {
  readonly metric: string;
  readonly threshold: number | null;
}

/** `Net benefit at 10 %`. */
export function measureHeading({ metric, threshold }: MeasureName): string {
  const heading = metricFacts(metric).heading.replace(', %', ' (%)');
  return threshold === null ? heading : `${heading} at ${formatShare(threshold)}`;
}

export interface EvidenceColumn {
  readonly head: Html;
  readonly cells: readonly Html[];
}

/** Methods of a column are named once at its head where all its cells agree, else cell by cell. */
export function evidenceColumn(
  heading: string,
  rows: readonly (EvidenceRow | null)[],
  notes: Footnotes,
  options: Pick<CellOptions, 'tiedByRow'> = {},
): EvidenceColumn {
  const methods = new Set(
    rows.flatMap((row) => (row === null || row.estimate === null ? [] : [methodOf(row)])),
  );
  const shared = methods.size === 1 ? notes.mark(`${[...methods][0]}.`) : null;
  return {
    head: html`<th scope="col" class="number">${heading}${shared}</th>`,
    cells: rows.map((row) =>
      evidenceCell(row, notes, {
        ...options,
        mark: shared === null && row && row.estimate !== null ? notes.mark(`${methodOf(row)}.`) : null,
      }),
    ),
  };
}
