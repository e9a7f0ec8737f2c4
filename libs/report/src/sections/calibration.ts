import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { curveTable } from '../curve-table.ts';
import type { Cohort } from '../evidence-index.ts';
import { evidenceCount, evidenceText } from '../evidence-number.ts';
import { figure } from '../figure.ts';
import { calibrationFigure } from '../figures/calibration-figure.ts';
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

function modelFigure(pack: Pack, model: string, cohort: Cohort): Html | null {
  const { evidence } = pack;
  const curve = evidence.curve('calibration_curve', model, cohort);
  const events = evidence.curve('risk_histogram_event', model, cohort);
  const nonEvents = evidence.curve('risk_histogram_nonevent', model, cohort);
  if (curve.length + events.length + nonEvents.length === 0) return null;
  const name = cohortName(cohort, evidence);
  const title = `Calibration of ${model}, ${name.toLowerCase()}`;
  const id = `calibration-${evidence.cohorts.indexOf(cohort) + 1}-${evidence.models.indexOf(model) + 1}`;
  const missing = curve.find((row) => row.estimate === null);
  const drawings = calibrationFigure({
    id,
    title,
    curve,
    events,
    nonEvents,
    colour: seriesStyle(pack, model).colour,
  });
  const caption = html`<strong><bdi>${model}</bdi>.</strong> Line: observed against predicted risk, with its band. Dashed: ideal. Below: patients by predicted risk.${missing ? html` Not drawn where the curve is not estimable: ${missing.undefinedBecause}.` : null}${summary(pack, model, cohort)}`;
  const data = html`${curveTable({ caption: `${title}: curve`, abscissa: 'Predicted risk', curves: [{ name: 'Observed risk (band)', rows: curve }] })}${curveTable(
    {
      caption: `${title}: patients by predicted risk`,
      abscissa: 'Risk from',
      curves: [
        { name: 'With the outcome', rows: events },
        { name: 'Without', rows: nonEvents },
      ],
    },
  )}`;
  return figure(drawings, caption, data);
}

/** Leading models side by side; the others a click away. */
function cohortCalibration(pack: Pack, cohort: Cohort): Html | null {
  const drawn = (models: readonly string[]) =>
    models.map((model) => modelFigure(pack, model, cohort)).filter((one) => one !== null);
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
