import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { type Cohort, isCurve } from '../evidence-index.ts';
import { countCell, evidenceCell, methodOf } from '../evidence-number.ts';
import { type Footnotes, footnotes } from '../footnotes.ts';
import { formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

interface Column {
  readonly metric: string;
  readonly threshold: number | null;
}

const main = ['auroc', 'brier', 'calibration_intercept', 'calibration_slope', 'oe_ratio', 'ici'];

const heading = ({ metric, threshold }: Column) =>
  threshold === null
    ? metricFacts(metric).heading
    : `${metricFacts(metric).heading} at ${formatShare(threshold)}`;

/** Methods of a column are named once at its head where all its cells agree, else cell by cell. */
function columnOf(column: Column, rows: readonly (EvidenceRow | null)[], notes: Footnotes) {
  const estimated = rows.filter((row) => row !== null && row.estimate !== null);
  const methods = new Set(estimated.map((row) => methodOf(row!)));
  const shared = methods.size === 1 ? notes.mark(`${[...methods][0]}.`) : null;
  const head = html`<th scope="col" class="number">${heading(column)}${shared}</th>`;
  const cells = rows.map((row) =>
    evidenceCell(
      row,
      notes,
      shared === null && row !== null && row.estimate !== null ? notes.mark(`${methodOf(row)}.`) : null,
    ),
  );
  return { head, cells };
}

function resultsTable(pack: Pack, cohort: Cohort, columns: readonly Column[], caption: string): Html {
  const { evidence, input } = pack;
  const notes = footnotes();
  const rowsOf = ({ metric, threshold }: Column) =>
    evidence.models.map((model) =>
      evidence.find({ metric, model, cohort, ...(threshold === null ? {} : { threshold }) }),
    );
  const columnRows = columns.map(rowsOf);
  const present = columns.flatMap((column, c) =>
    columnRows[c]!.some((row) => row !== null) ? [{ column, rows: columnRows[c]! }] : [],
  );
  const drawn = present.map(({ column, rows }) => columnOf(column, rows, notes));
  const shown = evidence.models
    .map((model, m) => ({ model, m }))
    .filter(({ m }) => present.some(({ rows }) => rows[m] !== null));
  const tag = (model: string) =>
    model === input.primary
      ? html` <span class="tag">primary</span>`
      : model === input.baseline
        ? html` <span class="tag">baseline</span>`
        : null;
  return dataTable({
    caption,
    className: 'results',
    head: [
      'Model',
      html`<th scope="col" class="number">Patients</th>`,
      html`<th scope="col" class="number">Events</th>`,
      ...drawn.map((column) => column.head),
    ],
    rows: shown.map(({ model, m }) => {
      const first = present.map(({ rows }) => rows[m]).find((row) => row) ?? null;
      return html`<tr><th scope="row"><bdi>${model}</bdi>${tag(model)}</th>${countCell(first, 'patients')}${countCell(first, 'events')}${drawn.map((column) => column.cells[m]!)}</tr>`;
    }),
    foot: notes.list(),
  });
}

/** Whole-cohort statements that no other section prints, so that nothing in the evidence is left out. */
function furtherColumns({ evidence, input }: Pack, cohort: Cohort): Column[] {
  const elsewhere = new Set([...main, 'sensitivity', 'specificity', 'ppv', 'npv', 'net_benefit']);
  const found = new Map<string, Column>();
  for (const row of evidence.rows) {
    const here = row.label === cohort.label && row.partition === cohort.partition && row.site === cohort.site;
    const declared =
      row.threshold === null || input.thresholds.some((t) => Math.abs(t - row.threshold!) < 1e-9);
    if (
      !here ||
      !declared ||
      row.attribute !== null ||
      isCurve(row) ||
      elsewhere.has(row.metric) ||
      row.metric.includes(':')
    )
      continue;
    found.set(`${row.metric} ${row.threshold}`, { metric: row.metric, threshold: row.threshold });
  }
  return [...found.values()];
}

function cohortResults(pack: Pack, cohort: Cohort): Html {
  const name = cohortName(cohort, pack.evidence);
  const first = pack.input.thresholds[0];
  const columns = [
    ...main.map((metric) => ({ metric, threshold: null })),
    ...(first === undefined ? [] : [{ metric: 'net_benefit', threshold: first }]),
  ];
  const further = furtherColumns(pack, cohort);
  return html`
<h3>${name}</h3>
${resultsTable(pack, cohort, columns, `${name}: estimate (interval)`)}
${further.length > 0 && disclosure('Further measures', resultsTable(pack, cohort, further, `${name}: further measures`))}`;
}

export function resultsSection(pack: Pack): Html {
  const ideal = html`<p>Ideal values: AUROC 1, Brier 0, calibration intercept 0, calibration slope 1, O/E 1, ICI 0. Net benefit is better the higher it is.</p>`;
  const body = pack.evidence.cohorts.map((cohort) => cohortResults(pack, cohort));
  return section(
    'results',
    'Results',
    body.length === 0
      ? html`<p class="soft">The evidence holds no rows for a whole cohort.</p>`
      : html`${ideal}${body}`,
  );
}
