import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { evidenceColumn, type MeasureName, measureHeading } from '../evidence-column.ts';
import { type Cohort, isCurve } from '../evidence-index.ts';
import { countCell } from '../evidence-number.ts';
import { footnotes } from '../footnotes.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';
import { isInstability } from './optimism.ts';
import { isUncertainty } from './uncertainty.ts';

const main = ['auroc', 'brier', 'calibration_intercept', 'calibration_slope', 'oe_ratio', 'ici'];

interface ResultsTable {
  readonly cohort: Cohort;
  readonly measures: readonly MeasureName[];
  readonly caption: string;
}

function modelTags({ input }: Pack, model: string): readonly (Html | false)[] {
  return [
    model === input.primary && html` <span class="tag">primary</span>`,
    model === input.baseline && html` <span class="tag">baseline</span>`,
  ];
}

/** Models down, measures across; a measure that no model has, or a model without any, is left out. */
function resultsTable(pack: Pack, { cohort, measures, caption }: ResultsTable): Html | null {
  const { models, find } = pack.evidence;
  const all = measures.map(({ metric, threshold }) =>
    models.map((model) => find({ metric, model, cohort, ...(threshold === null ? {} : { threshold }) })),
  );
  const shown = models.filter((_, m) => all.some((rows) => rows[m]));
  if (shown.length === 0) return null;
  const notes = footnotes();
  const columns = measures.flatMap((measure, c) => {
    const rows = shown.map((model) => all[c]![models.indexOf(model)] ?? null);
    return rows.some((row) => row) ? [{ rows, ...evidenceColumn(measureHeading(measure), rows, notes) }] : [];
  });
  const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
  return dataTable({
    caption,
    className: 'results',
    head: ['Model', number('Patients'), number('Events'), ...columns.map(({ head }) => head)],
    rows: shown.map((model, i) => {
      const first = columns.map(({ rows }) => rows[i]).find((row) => row) ?? null;
      return html`<tr><th scope="row"><bdi>${model}</bdi>${modelTags(pack, model)}</th>${countCell(first, 'patients')}${countCell(first, 'events')}${columns.map(({ cells }) => cells[i]!)}</tr>`;
    }),
    foot: notes.list(),
  });
}

const elsewhere = new Set([...main, 'sensitivity', 'specificity', 'ppv', 'npv', 'net_benefit']);

/** Whole-cohort statements that no other section prints, so that nothing declared is left out. */
function furtherMeasures({ evidence, input }: Pack, cohort: Cohort): MeasureName[] {
  const found = new Map<string, MeasureName>();
  for (const row of evidence.rows) {
    const { metric, threshold } = row;
    const here = row.label === cohort.label && row.partition === cohort.partition && row.site === cohort.site;
    const declared = threshold === null || input.thresholds.some((t) => Math.abs(t - threshold) < 1e-9);
    const printed =
      row.attribute !== null ||
      isCurve(row) ||
      elsewhere.has(metric) ||
      (metric.includes(':') && !metric.startsWith('multinomial_')) ||
      isInstability(row) ||
      isUncertainty(row);
    if (here && declared && !printed) found.set(`${metric} ${threshold}`, { metric, threshold });
  }
  return [...found.values()].sort((a, b) => (a.threshold ?? -1) - (b.threshold ?? -1));
}

function cohortResults(pack: Pack, cohort: Cohort): Html | null {
  const name = cohortName(cohort, pack.evidence);
  const plain = main.map((metric) => ({ metric, threshold: null }));
  const first = pack.input.thresholds[0];
  const measures = first === undefined ? plain : [...plain, { metric: 'net_benefit', threshold: first }];
  const shown = resultsTable(pack, { cohort, measures, caption: `${name}: estimate (interval)` });
  const further = furtherMeasures(pack, cohort);
  const more = resultsTable(pack, { cohort, measures: further, caption: `${name}: further measures` });
  if (shown === null) return more;
  return html`${shown}${more && disclosure('Further measures', more)}`;
}

export function resultsSection(pack: Pack): Html {
  const ideal = html`<p>Ideal values: AUROC 1, Brier 0, calibration intercept 0, calibration slope 1, O/E 1, ICI 0. Net benefit is better the higher it is.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortResults(pack, cohort));
  const none = html`<p class="soft">The evidence holds no rows for a whole cohort.</p>`;
  return section('results', 'Results', body === null ? none : html`${ideal}${body}`);
}
