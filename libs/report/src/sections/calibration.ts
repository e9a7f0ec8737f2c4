import type { EvidenceRow } from '@raredx/tables';
import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { curveTable } from '../curve-table.ts';
import type { Cohort } from '../evidence-index.ts';
import { evidenceCount, evidenceText } from '../evidence-number.ts';
import { figure } from '../figure.ts';
import { calibrationFigure, calibrationLimit } from '../figures/calibration-figure.ts';
import { type Html, html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';
import type { Pack } from '../pack.ts';
import { seriesStyle } from '../series.ts';
import { disclosure, section } from '../table.ts';

const beside = [
  'calibration_in_the_large',
  'calibration_intercept',
  'calibration_slope',
  'oe_ratio',
  'ici',
  'auroc',
  'brier',
];

function summary({ evidence }: Pack, model: string, cohort: Cohort): Html | null {
  const rows = beside.map((metric) => evidence.find({ metric, model, cohort })).filter((row) => row !== null);
  if (rows.length === 0) return null;
  return html`<dl class="facts"><div><dt>Patients (events)</dt><dd>${evidenceCount(rows[0]!, 'patients')} (${evidenceCount(rows[0]!, 'events')})</dd></div>${rows.map(
    (row) => html`<div><dt>${metricFacts(row.metric).heading}</dt><dd>${evidenceText(row)}</dd></div>`,
  )}</dl>`;
}

interface ModelRows {
  readonly model: string;
  readonly curve: readonly EvidenceRow[];
  readonly events: readonly EvidenceRow[];
  readonly nonEvents: readonly EvidenceRow[];
}

function rowsOf({ evidence }: Pack, cohort: Cohort, model: string): ModelRows {
  return {
    model,
    curve: evidence.curve('calibration_curve', model, cohort),
    events: evidence.curve('risk_histogram_event', model, cohort),
    nonEvents: evidence.curve('risk_histogram_nonevent', model, cohort),
  };
}

/** What the picture shows, whether it has a band, and whatever the rows note about it. */
function captionText(curve: readonly EvidenceRow[]): Html {
  const missing = curve.find((row) => row.estimate === null);
  if (curve.length === 0 || missing) {
    return html`No curve: ${missing?.undefinedBecause ?? 'the evidence holds none'}. Bars: patients by predicted risk.`;
  }
  const banded = curve.some((row) => row.lower !== null);
  const notes = [...new Set(curve.map((row) => row.note).filter((note) => note !== null))];
  return html`Line: observed against predicted risk${banded ? ', with its band' : ', without a band'}. Dashed: ideal. Bars: patients by predicted risk.${notes.slice(0, 2).map((note) => html` Note: ${note}.`)}`;
}

function dataTables({ curve, events, nonEvents }: ModelRows, title: string): Html {
  const risks = [
    { name: 'With the outcome', rows: events },
    { name: 'Without', rows: nonEvents },
  ];
  const observed = [{ name: 'Observed risk (band)', rows: curve }];
  return html`${curveTable({ caption: `${title}: curve`, abscissa: 'Predicted risk', curves: observed })}${curveTable({ caption: `${title}: patients by predicted risk`, abscissa: 'Risk from', curves: risks })}`;
}

function modelFigure(pack: Pack, cohort: Cohort, rows: ModelRows, limit: number): Html {
  const { model } = rows;
  const { evidence } = pack;
  const title = `Calibration of ${model}, ${cohortName(cohort, evidence).toLowerCase()}`;
  const id = `calibration-${evidence.cohorts.indexOf(cohort) + 1}-${evidence.models.indexOf(model) + 1}`;
  const drawings = calibrationFigure({ ...rows, id, title, limit, colour: seriesStyle(pack, model).colour });
  const caption = html`<strong><bdi>${model}</bdi>.</strong> ${captionText(rows.curve)}${summary(pack, model, cohort)}`;
  return figure(drawings, caption, dataTables(rows, title));
}

/** Leading models side by side; the others a click away. */
function cohortCalibration(pack: Pack, cohort: Cohort): Html | null {
  const drawn = (models: readonly string[]) => {
    const all = models
      .map((model) => rowsOf(pack, cohort, model))
      .filter(({ curve, events, nonEvents }) => curve.length + events.length + nonEvents.length > 0);
    const limit = calibrationLimit(
      all.flatMap(({ curve }) => curve),
      all.flatMap(({ events, nonEvents }) => [...events, ...nonEvents]),
    );
    return all.map((rows) => modelFigure(pack, cohort, rows, limit));
  };
  const leads = drawn(pack.leads);
  const others = drawn(pack.evidence.models.filter((model) => !pack.leads.includes(model)));
  if (leads.length + others.length === 0) return null;
  const hidden = others.length > 0 && disclosure('Other models', html`<div class="figures">${others}</div>`);
  return html`<div class="figures">${leads}</div>${hidden}`;
}

export function calibrationSection(pack: Pack): Html {
  const lead = html`<p>Of the patients given a risk of 20 in 100, do about 20 have the outcome? Where the curve lies below the dashed line the model promises too much risk, above it too little.</p>`;
  const none = html`<p class="soft">The evidence holds no calibration curve.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortCalibration(pack, cohort));
  return section('calibration', 'Calibration', body === null ? none : html`${lead}${body}`);
}
