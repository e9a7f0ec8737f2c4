import type { FewShots } from '../few-shots/few-shots.ts';
import { figure } from '../figure.ts';
import { type ShotSeries, shotCurveFigure } from '../figures/shot-curve-figure.ts';
import { formatCount, formatShare } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { legend, styleAt } from '../series.ts';
import { dataTable, disclosure, section } from '../table.ts';

const source = 'few-shots';
type Point = FewShots['points'][number];

const number = (text: string) => html`<th scope="col" class="number">${text}</th>`;
const digits = (value: number) => value.toFixed(3).replace(/^-/, '\u2212');
const measures = {
  accuracy: 'Accuracy',
  'balanced-accuracy': 'Balanced accuracy',
  'log-loss': 'Log loss',
  auroc: 'AUROC, mean over classes',
} as const;

function cell({ estimate, lower, upper, undefinedBecause }: Omit<Point, 'shots' | 'method' | 'measure'>) {
  const interval = lower === null || upper === null ? '' : ` (${digits(lower)} to ${digits(upper)})`;
  return html`<td class="number">${estimate === null ? `not estimable: ${undefinedBecause}` : digits(estimate) + interval}</td>`;
}

/** Rows: shots and measure; columns: whatever is told apart by `nameOf`. */
function curveTable(
  caption: string,
  points: readonly Point[],
  nameOf: (point: Point) => string = ({ method }) => method,
): Html {
  const names = [...new Set(points.map(nameOf))];
  const lines = [...new Set(points.map(({ measure, shots }) => `${measure} ${shots}`))];
  return dataTable({
    caption,
    source,
    head: ['Measure', number('Shots'), ...names.map(number)],
    rows: lines.map((line) => {
      const own = points.filter(({ measure, shots }) => `${measure} ${shots}` === line);
      const [{ measure, shots }] = own as [Point];
      return html`<tr><th scope="row">${measures[measure]}</th><td class="number">${formatCount(shots)}</td>${names.map((name) => cell(own.find((one) => nameOf(one) === name)!))}</tr>`;
    }),
  });
}

function seriesOf<One extends Pick<Point, 'shots' | 'estimate' | 'lower' | 'upper'>>(
  points: readonly One[],
  nameOf: (point: One) => string,
): readonly ShotSeries[] {
  return [...new Set(points.map(nameOf))].map((name, at) => ({
    ...styleAt(at),
    name,
    points: points.filter((point) => nameOf(point) === name),
  }));
}

function curve({ points, differences, baseline }: FewShots): Html {
  const shown = points.filter(({ measure }) => measure === 'balanced-accuracy');
  const series = seriesOf(shown, ({ method }) => method);
  const labels = { title: 'Balanced accuracy by number of shots', label: 'Balanced accuracy' };
  const drawn = shown.some(({ estimate }) => estimate !== null);
  const drawings = drawn ? [shotCurveFigure('shot-curve', labels, series)] : [];
  return html`<div data-source="${source}">${figure(drawings, html`${legend(series)} Mean over episodes; intervals resample episodes and patients.`, curveTable('Methods by number of shots', points))}</div>${
    differences.length > 0 &&
    disclosure(
      `Differences against ${baseline}`,
      curveTable(`Paired differences against ${baseline}, on the same episodes`, differences),
    )
  }`;
}

function openSet({ openSet: points, unknown, ways }: FewShots): Html | null {
  if (points.length === 0) return null;
  const series = seriesOf(points, ({ score }) => score);
  const labels = { title: 'Telling an unseen class by number of shots', label: 'AUROC' };
  const drawn = points.some(({ estimate }) => estimate !== null);
  const drawings = drawn ? [shotCurveFigure('open-set-curve', labels, series)] : [];
  const table = dataTable({
    caption: 'AUROC of samples of an unseen class against the others',
    source,
    head: [html`<th scope="col">Score</th>`, number('Shots'), number('AUROC')],
    rows: points.map(
      ({ score, shots, ...value }) =>
        html`<tr><th scope="row">${score}</th><td class="number">${formatCount(shots)}</td>${cell(value)}</tr>`,
    ),
  });
  return html`<h3>A class that nobody showed</h3><p>${formatCount(unknown)} of the ${formatCount(ways)} classes of each episode are left out of what is learned from. An AUROC of one half tells nothing.</p><div data-source="${source}">${figure(drawings, legend(series), table)}</div>`;
}

/** How well classes are told apart from so many patients of each. */
export function fewShotsSection({ input }: Pack): Html | null {
  const study = input.fewShots;
  if (!study) return null;
  const { classes, leftOut, base, patients, samples, ways, queries, episodes, encoder, confidence } = study;
  return section(
    'few-shots',
    'From few patients',
    html`<p data-source="${source}">Frozen features of <bdi>${encoder}</bdi>; ${formatCount(episodes)} episodes of ${formatCount(ways)} of ${formatCount(classes.length)} classes, up to ${formatCount(queries)} samples of each judged; ${formatCount(samples)} development samples of ${formatCount(patients)} patients. A shot is one sample of one patient, and no patient is both learned from and judged. Intervals of ${formatShare(confidence)} over episodes and patients. Made while the experiment ran: these numbers do not follow from the predictions.</p>${leftOut.length > 0 && html`<p>Left out for too few patients: <bdi>${leftOut.join(', ')}</bdi>.</p>`}${base.length > 0 && html`<p>Methods were learned on, and centred by, other classes of other patients: <bdi>${base.join(', ')}</bdi>.</p>`}${curve(study)}${openSet(study)}`,
  );
}
