import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import type { Cohort } from '../evidence-index.ts';
import { countCell, evidenceCell, methodOf } from '../evidence-number.ts';
import { figure } from '../figure.ts';
import { type ForestGroup, forestFigure } from '../figures/forest-figure.ts';
import { footnotes } from '../footnotes.ts';
import { formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import { otherModel } from '../model-comparisons.ts';
import type { Pack } from '../pack.ts';
import { seriesStyle } from '../series.ts';
import { dataTable, disclosure, section } from '../table.ts';

const drawnMetrics = ['auroc', 'calibration_slope', 'oe_ratio'];

function subgroupRows({ evidence }: Pack, cohort: Cohort, model: string): readonly EvidenceRow[] {
  return evidence.rows.filter(
    (row) =>
      row.model === model &&
      row.label === cohort.label &&
      row.partition === cohort.partition &&
      row.site === cohort.site &&
      row.attribute !== null &&
      otherModel(row, evidence.models) === null,
  );
}

function groupsOf(rows: readonly EvidenceRow[]): readonly ForestGroup[] {
  const attributes = [...new Set(rows.map((row) => row.attribute!))];
  return attributes.map((attribute) => ({
    attribute,
    rows: rows.filter((row) => row.attribute === attribute),
  }));
}

const words = (name: string) => name.replaceAll('_', ' ');

function rowsTable(rows: readonly EvidenceRow[], caption: string): Html {
  const notes = footnotes();
  const measure = (row: EvidenceRow) =>
    row.threshold === null
      ? metricFacts(row.metric).heading
      : `${metricFacts(row.metric).heading} at ${formatShare(row.threshold)}`;
  return dataTable({
    caption,
    head: [
      'Subgroup',
      'Level',
      'Measure',
      ...['Patients', 'Events', 'Estimate (interval)'].map(
        (text) => html`<th scope="col" class="number">${text}</th>`,
      ),
    ],
    rows: rows.map(
      (row) =>
        html`<tr><td>${words(row.attribute ?? 'whole cohort')}</td><th scope="row"><bdi>${row.level ?? 'all'}</bdi></th><td>${measure(row)}</td>${countCell(row, 'patients')}${countCell(row, 'events')}${evidenceCell(row, notes, row.estimate === null ? null : notes.mark(`${methodOf(row)}.`))}</tr>`,
    ),
    foot: notes.list(),
  });
}

function forest(pack: Pack, cohort: Cohort, model: string, metric: string): Html | null {
  const rows = subgroupRows(pack, cohort, model).filter(
    (row) => row.metric === metric && row.threshold === null,
  );
  if (rows.length === 0) return null;
  const { evidence } = pack;
  const overall = evidence.find({ metric, model, cohort });
  const title = `${metricFacts(metric).heading} of ${model} by subgroup, ${cohortName(cohort, evidence).toLowerCase()}`;
  const id = `forest-${metric.replaceAll('_', '-')}-${evidence.cohorts.indexOf(cohort) + 1}-${evidence.models.indexOf(model) + 1}`;
  const drawing = forestFigure({
    id,
    title,
    metric,
    overall,
    groups: groupsOf(rows),
    colour: seriesStyle(pack, model).colour,
  });
  const caption = html`<strong>${metricFacts(metric).heading}</strong> of <bdi>${model}</bdi>. Dashed: whole cohort.${metric === 'auroc' ? ' Solid: a coin, 0.5.' : ' Solid: ideal, 1.'}`;
  return figure([drawing], caption, rowsTable(overall ? [overall, ...rows] : rows, title));
}

/** Subgroup statements without a forest plot: other measures, gaps between levels. */
function remainder(pack: Pack, cohort: Cohort, model: string): Html | null {
  const rows = subgroupRows(pack, cohort, model).filter(
    (row) => !drawnMetrics.includes(row.metric) || row.threshold !== null,
  );
  if (rows.length === 0) return null;
  return disclosure(
    html`Further measures by subgroup, <bdi>${model}</bdi>`,
    rowsTable(
      rows,
      `Further measures of ${model} by subgroup, ${cohortName(cohort, pack.evidence).toLowerCase()}`,
    ),
  );
}

function modelForests(pack: Pack, cohort: Cohort, model: string): Html | null {
  const plots = drawnMetrics
    .map((metric) => forest(pack, cohort, model, metric))
    .filter((plot) => plot !== null);
  const rest = remainder(pack, cohort, model);
  return plots.length === 0 && rest === null ? null : html`<div class="figures">${plots}</div>${rest}`;
}

/** The first leading model in full view, all others behind a disclosure. */
export function subgroupsSection(pack: Pack): Html {
  const parts = pack.evidence.cohorts.flatMap((cohort) => {
    const [first, ...others] = pack.evidence.models.flatMap((model) => {
      const body = modelForests(pack, cohort, model);
      return body === null ? [] : [{ model, body }];
    });
    if (!first) return [];
    const hidden = others.map(({ model, body }) => disclosure(html`<bdi>${model}</bdi>`, body));
    return [html`<h3>${cohortName(cohort, pack.evidence)}</h3>${first.body}${hidden}`];
  });
  const lead = html`<p>A subgroup with few events has a wide interval: that it looks different is then no finding. Intervals that run past the frame end at its edge; the data tables have their limits.</p>`;
  const none = html`<p class="soft">No subgroup attribute was declared, so nothing can be said about subgroups.</p>`;
  return section('subgroups', 'Subgroups', parts.length === 0 ? none : html`${lead}${parts}`);
}
