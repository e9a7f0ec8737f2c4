import { cohortName } from '../cohort-name.ts';
import type { Cohort } from '../evidence-index.ts';
import { countCell, evidenceCell, methodOf } from '../evidence-number.ts';
import { footnotes } from '../footnotes.ts';
import { formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { dataTable, section } from '../table.ts';

const columns = ['sensitivity', 'specificity', 'ppv', 'npv', 'net_benefit'];

function thresholdTable({ evidence, input }: Pack, cohort: Cohort): Html | null {
  const notes = footnotes();
  const rows = evidence.models.flatMap((model) =>
    input.thresholds.flatMap((threshold) => {
      const found = columns.map((metric) => evidence.find({ metric, model, cohort, threshold }));
      const first = found.find((row) => row !== null) ?? null;
      if (first === null) return [];
      const cells = found.map((row) =>
        evidenceCell(row, notes, row?.estimate == null ? null : notes.mark(`${methodOf(row)}.`)),
      );
      return [
        html`<tr><th scope="row"><bdi>${model}</bdi></th><td class="number">${formatShare(threshold)}</td>${countCell(first, 'patients')}${countCell(first, 'events')}${cells}</tr>`,
      ];
    }),
  );
  if (rows.length === 0) return null;
  const name = cohortName(cohort, evidence);
  return html`<h3>${name}</h3>${dataTable({
    caption: `${name}: classification, a risk at or above the threshold counts as positive`,
    className: 'results',
    head: [
      'Model',
      ...['Threshold', 'Patients', 'Events', ...columns.map((metric) => metricFacts(metric).heading)].map(
        (text) => html`<th scope="col" class="number">${text}</th>`,
      ),
    ],
    rows,
    foot: notes.list(),
  })}`;
}

export function thresholdsSection(pack: Pack): Html {
  const tables = pack.evidence.cohorts
    .map((cohort) => thresholdTable(pack, cohort))
    .filter((table) => table !== null);
  const none =
    pack.input.thresholds.length === 0
      ? html`<p class="soft">No decision threshold was declared, so no classification is reported.</p>`
      : html`<p class="soft">The evidence holds no classification at the declared thresholds.</p>`;
  return section('thresholds', 'At the declared thresholds', tables.length === 0 ? none : html`${tables}`);
}
