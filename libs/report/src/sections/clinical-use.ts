import { cohortBlocks } from '../cohort-blocks.ts';
import { cohortName } from '../cohort-name.ts';
import { curveTable } from '../curve-table.ts';
import type { Cohort } from '../evidence-index.ts';
import { figure } from '../figure.ts';
import { decisionCurveFigure } from '../figures/decision-curve-figure.ts';
import { rocFigure } from '../figures/roc-figure.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { legend, seriesStyle } from '../series.ts';
import { disclosure, section } from '../table.ts';

/** Longer curves are thinned in the page, and the page says so: the evidence file has every point. */
const longestCurve = 400;

function seriesOf(pack: Pack, metric: string, cohort: Cohort) {
  return pack.leads
    .map((name) => ({ name, ...seriesStyle(pack, name), rows: pack.evidence.curve(metric, name, cohort) }))
    .filter(({ rows }) => rows.length > 1);
}

function decisionCurve(pack: Pack, cohort: Cohort): Html | null {
  const models = seriesOf(pack, 'net_benefit', cohort);
  if (models.length === 0) return null;
  const name = cohortName(cohort, pack.evidence);
  const title = `Decision curves, ${name.toLowerCase()}`;
  const treatAll = pack.evidence.curve('net_benefit_treat_all', models[0]!.name, cohort);
  const drawing = decisionCurveFigure({
    id: `decision-curve-${pack.evidence.cohorts.indexOf(cohort) + 1}`,
    title,
    models,
    treatAll,
    declared: pack.input.thresholds,
  });
  const entries = [
    ...models,
    { name: 'treat all', sample: 'treat-all' },
    { name: 'treat none', sample: 'treat-none' },
  ];
  const banded = models[0]!.rows.some((row) => row.lower !== null && row.upper !== null);
  const caption = html`${legend(entries)} Net benefit by decision threshold${banded && html`, with the band of <bdi>${models[0]!.name}</bdi>`}. Treat none is zero by definition. Dotted verticals: declared thresholds.`;
  const data = curveTable({
    caption: title,
    abscissa: 'Threshold',
    curves: [...models, { name: 'Treat all', rows: treatAll }],
  });
  return figure([drawing], caption, data);
}

function rocCurve(pack: Pack, cohort: Cohort): Html | null {
  const full = seriesOf(pack, 'roc_curve', cohort);
  if (full.length === 0) return null;
  const models = full.map((one) => {
    const step = Math.ceil(one.rows.length / longestCurve);
    return { ...one, rows: one.rows.filter((_, i) => i % step === 0 || i === one.rows.length - 1) };
  });
  const thinned = models.some((one, i) => one.rows.length < full[i]!.rows.length);
  const title = `ROC curves, ${cohortName(cohort, pack.evidence).toLowerCase()}`;
  const drawing = rocFigure({ id: `roc-${pack.evidence.cohorts.indexOf(cohort) + 1}`, title, models });
  const caption = html`${legend(models)} Sensitivity against 1 − specificity.${thinned && ' Drawn from evenly spaced points; every point is in evidence.json.'}`;
  return figure(
    [drawing],
    caption,
    html`${models.map((model) => curveTable({ caption: `${title}: ${model.name}`, abscissa: '1 − specificity', curves: [{ name: 'Sensitivity', rows: model.rows }] }))}`,
  );
}

function cohortUse(pack: Pack, cohort: Cohort): Html | null {
  const curve = decisionCurve(pack, cohort);
  const roc = rocCurve(pack, cohort);
  return curve === null && roc === null ? null : html`${curve}${roc && disclosure('ROC curves', roc)}`;
}

export function clinicalUseSection(pack: Pack): Html {
  const lead = html`<p>Would acting on the model do more good than acting on every patient or on none? The threshold is the risk at which one would act: at 10 %, one accepts nine needless actions for one that was needed. A model is of use only where its line is the highest.</p>`;
  const none = html`<p class="soft">The evidence holds no decision curve.</p>`;
  const body = cohortBlocks(pack, (cohort) => cohortUse(pack, cohort));
  return section('clinical-use', 'Clinical use', body === null ? none : html`${lead}${body}`);
}
