import type { EvidenceRow } from '@raredx/tables';
import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { evidenceColumn, measureHeading } from '../evidence-column.ts';
import type { Cohort } from '../evidence-index.ts';
import { tiedCounts } from '../evidence-number.ts';
import { figure } from '../figure.ts';
import { type ForestGroup, forestFigure } from '../figures/forest-figure.ts';
import { footnotes } from '../footnotes.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { seriesStyle } from '../series.ts';
import { attributeTitle, subgroupRows } from '../subgroup-rows.ts';
import { dataTable, disclosure, scrollRegion, section } from '../table.ts';

const drawnMetrics = ['auroc', 'calibration_slope', 'oe_ratio', 'top_10'];

function groupsOf(pack: Pack, rows: readonly EvidenceRow[]): readonly ForestGroup[] {
  const attributes = [...new Set(rows.map((row) => row.attribute!))];
  return attributes.map((attribute) => ({
    title: attributeTitle(pack, attribute),
    rows: rows.filter((row) => row.attribute === attribute),
  }));
}

function rowsTable(pack: Pack, rows: readonly EvidenceRow[], caption: string): Html {
  const notes = footnotes();
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  const { head, cells } = evidenceColumn('Estimate (interval)', rows, notes, { tiedByRow: true });
  return dataTable({
    caption,
    className: 'inline',
    head: ['Subgroup', 'Level', 'Measure', number('Patients'), number('Events'), head],
    rows: rows.map(
      (row, i) =>
        html`<tr data-evidence="${row.id}"><td>${row.attribute === null ? 'Whole cohort' : attributeTitle(pack, row.attribute)}</td><th scope="row"><bdi>${row.level ?? 'all'}</bdi></th><td>${measureHeading(row)}</td>${tiedCounts(row)}${cells[i]!}</tr>`,
    ),
    foot: notes.list(),
  });
}

interface Subject {
  readonly cohort: Cohort;
  readonly model: string;
}

function forest(pack: Pack, { cohort, model }: Subject, metric: string): Html | null {
  const rows = subgroupRows(pack, cohort, model).filter(
    (row) => row.metric === metric && row.threshold === null,
  );
  if (rows.length === 0) return null;
  const { evidence } = pack;
  const overall = evidence.find({ metric, model, cohort });
  const { heading } = metricFacts(metric);
  const title = `${heading} of ${model} by subgroup, ${cohortName(cohort, evidence).toLowerCase()}`;
  const id = [
    'forest',
    metric.replaceAll('_', '-'),
    evidence.cohorts.indexOf(cohort) + 1,
    evidence.models.indexOf(model) + 1,
  ].join('-');
  const drawing = forestFigure({
    id,
    title,
    metric,
    overall,
    groups: groupsOf(pack, rows),
    colour: seriesStyle(pack, model).colour,
  });
  const solid = metric === 'auroc' ? 'Solid: a coin, 0.5.' : 'Solid: ideal, 1.';
  const caption = html`<strong>${heading}</strong> of <bdi>${model}</bdi>. Dashed: whole cohort. ${solid}`;
  return figure(
    [scrollRegion(`Figure: ${title}`, drawing)],
    caption,
    rowsTable(pack, overall ? [overall, ...rows] : rows, title),
  );
}

const titleOf = (pack: Pack, { cohort, model }: Subject, what: string) =>
  `${what} of ${model} by subgroup, ${cohortName(cohort, pack.evidence).toLowerCase()}`;

/** Subgroup statements without a forest plot: other measures, gaps between levels. */
function remainder(pack: Pack, subject: Subject): Html | null {
  const rows = subgroupRows(pack, subject.cohort, subject.model).filter(
    (row) => !drawnMetrics.includes(row.metric) || row.threshold !== null,
  );
  if (rows.length === 0) return null;
  const levels = rows.filter((row) => !row.metric.includes(':'));
  const gaps = rows.filter((row) => row.metric.includes(':'));
  return html`${levels.length > 0 && disclosure(html`Further measures by subgroup, <bdi>${subject.model}</bdi>`, rowsTable(pack, levels, titleOf(pack, subject, 'Further measures')))}${gaps.length > 0 && disclosure(html`Gaps between subgroups, <bdi>${subject.model}</bdi>`, rowsTable(pack, gaps, titleOf(pack, subject, 'Gaps')))}`;
}

const inEvidence = html`<p class="soft">All other measures of this model by subgroup are in <code>evidence.json</code>.</p>`;

/** The plots of a model with the tables behind them; every further measure of the first leading model. */
function fullView(pack: Pack, subject: Subject): Html | null {
  if (subgroupRows(pack, subject.cohort, subject.model).length === 0) return null;
  const plots = drawnMetrics.map((metric) => forest(pack, subject, metric)).filter((plot) => plot !== null);
  const rest = subject.model === pack.leads[0] ? remainder(pack, subject) : inEvidence;
  return plots.length === 0 && rest === null ? null : html`<div class="figures">${plots}</div>${rest}`;
}

/** A table alone: models that are not led with would make the page heavy, and their rows are in the evidence file. */
function shortView(pack: Pack, subject: Subject): Html | null {
  const rows = subgroupRows(pack, subject.cohort, subject.model).filter(
    (row) => drawnMetrics.includes(row.metric) && row.threshold === null,
  );
  if (rows.length === 0) return null;
  return html`${rowsTable(pack, rows, titleOf(pack, subject, 'Main measures'))}${inEvidence}`;
}

function cohortSubgroups(pack: Pack, cohort: Cohort): Html | null {
  const { models } = pack.evidence;
  const ordered = [...pack.leads, ...models.filter((model) => !pack.leads.includes(model))];
  const [first, ...others] = ordered.flatMap((model) => {
    const body = (pack.leads.includes(model) ? fullView : shortView)(pack, { cohort, model });
    return body === null ? [] : [{ model, body }];
  });
  if (!first) return null;
  return html`${first.body}${others.map(({ model, body }) => disclosure(html`Subgroups of <bdi>${model}</bdi>`, body))}`;
}

/** The first leading model in full view, all others behind a disclosure. */
export function subgroupsSection(pack: Pack): Html {
  const lead = html`<p>A subgroup with few events has a wide interval: that it looks different is then no finding. Intervals that run past the frame end at its edge; the data tables have their limits.</p>`;
  const none = html`<p class="soft">No subgroup attribute was declared, so nothing can be said about subgroups.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortSubgroups(pack, cohort));
  return section('subgroups', 'Subgroups', body === null ? none : html`${lead}${body}`);
}
