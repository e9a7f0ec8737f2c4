import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { evidenceColumn } from '../evidence-column.ts';
import type { Cohort } from '../evidence-index.ts';
import { countCell } from '../evidence-number.ts';
import { footnotes } from '../footnotes.ts';
import { formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

const measures = ['sensitivity', 'specificity', 'ppv', 'npv', 'net_benefit'];

function thresholdTable(pack: Pack, cohort: Cohort, models: readonly string[]): Html | null {
  const { evidence, input } = pack;
  const who = models === pack.leads ? '' : ', other models';
  const notes = footnotes();
  const lines = models.flatMap((model) =>
    input.thresholds.flatMap((threshold) => {
      const found = measures.map((metric) => evidence.find({ metric, model, cohort, threshold }));
      const first = found.find((row) => row !== null);
      return first ? [{ model, threshold, first, found }] : [];
    }),
  );
  if (lines.length === 0) return null;
  const columns = measures.map((metric, m) =>
    evidenceColumn(
      metricFacts(metric).heading,
      lines.map(({ found }) => found[m] ?? null),
      notes,
    ),
  );
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  return dataTable({
    caption: `${cohortName(cohort, evidence)}: classification${who}, a risk at or above the threshold counts as positive`,
    className: 'results',
    head: ['Model', ...['Threshold', 'Patients', 'Events'].map(number), ...columns.map(({ head }) => head)],
    rows: lines.map(
      ({ model, threshold, first }, i) =>
        html`<tr><th scope="row"><bdi>${model}</bdi></th><td class="number">${formatShare(threshold)}</td>${countCell(first, 'patients')}${countCell(first, 'events')}${columns.map(({ cells }) => cells[i]!)}</tr>`,
    ),
    foot: notes.list(),
  });
}

function cohortThresholds(pack: Pack, cohort: Cohort): Html | null {
  const others = pack.evidence.models.filter((model) => !pack.leads.includes(model));
  const shown = thresholdTable(pack, cohort, pack.leads);
  const hidden = thresholdTable(pack, cohort, others);
  if (shown === null) return hidden;
  return html`${shown}${hidden && disclosure('Other models', hidden)}`;
}

export function thresholdsSection(pack: Pack): Html {
  const none =
    pack.input.thresholds.length === 0
      ? html`<p class="soft">No decision threshold was declared, so no classification is reported.</p>`
      : html`<p class="soft">The evidence holds no classification at the declared thresholds.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortThresholds(pack, cohort));
  return section('thresholds', 'At the declared thresholds', body ?? none);
}
