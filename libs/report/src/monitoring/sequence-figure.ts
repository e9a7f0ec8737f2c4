import * as Plot from '@observablehq/plot';
import { drawSvg, figure, plotText } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { legend } from '../series.ts';
import { dataTable } from '../table.ts';
import type { SequenceChart } from './monitoring-page.ts';

const strokes = [
  { stroke: 'var(--series-1)', sample: 'series-1' },
  { stroke: 'var(--series-2)', sample: 'series-2', strokeDasharray: '7 3' },
] as const;

/** Rows of the table under a chart: more would hide those that matter. */
const mostRows = 60;

/** Lines over the patients seen, the limit dashed, the alarm marked; the numbers in a table under it. */
export function sequenceFigure(chart: SequenceChart): Html {
  const isLog = chart.scale === 'log';
  // A logarithmic axis has no 0.
  const height = (y: number) => (isLog ? Math.max(1e-3, y) : y);
  const lines = chart.lines.map(({ name, points }) => ({
    name,
    points: points.map(({ x, y }) => ({ x, y: height(y) })),
  }));
  const { limit, alarmAt } = chart;
  const all = lines.flatMap(({ points }) => points);
  const top = Math.max(limit ?? 0, ...all.map(({ y }) => y)) * (isLog ? 2 : 1.08);
  const bottom = isLog ? Math.min(0.5, ...all.map(({ y }) => y)) : 0;
  const drawing = drawSvg({
    id: chart.id,
    title: chart.title,
    description: chart.description,
    plot: {
      width: 760,
      height: 300,
      marginLeft: 64,
      marginRight: 16,
      marginTop: 24,
      marginBottom: 44,
      x: { label: chart.x, labelAnchor: 'center', labelArrow: 'none', ticks: 8, tickSize: 4 },
      y: {
        type: chart.scale,
        domain: [bottom, top],
        label: chart.y,
        labelArrow: 'none',
        ticks: 5,
        tickSize: 4,
        ...(isLog ? { tickFormat: '~e' } : {}),
      },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        ...lines.map(({ points }, k) => {
          const { sample: _, ...style } = strokes[k % strokes.length]!;
          return Plot.line(points, { x: 'x', y: 'y', ...style, strokeWidth: 2 });
        }),
        ...(limit === null ? [] : [Plot.ruleY([limit], { stroke: 'var(--fail)', strokeDasharray: '6 4' })]),
        ...(alarmAt === null
          ? []
          : [
              Plot.ruleX([alarmAt], { stroke: 'var(--fail)' }),
              Plot.text([plotText(`alarm at ${alarmAt}`)], {
                ...{ x: [alarmAt], frameAnchor: 'top', dx: 4, dy: 4 },
                ...{ textAnchor: 'start', fill: 'var(--fail)' },
              }),
            ]),
      ],
    },
  });
  const names = lines.map(({ name }, k) => ({ name, sample: strokes[k % strokes.length]!.sample }));
  const caption = html`${chart.title}. ${chart.description} ${legend(names)}`;
  return figure([drawing], caption, pointsTable(chart));
}

function pointsTable({ title, lines, x }: SequenceChart): Html {
  const places = [...new Set(lines.flatMap(({ points }) => points.map((point) => point.x)))].sort(
    (a, b) => a - b,
  );
  const step = Math.ceil(places.length / mostRows);
  const shown = places.filter((_, i) => i % step === 0 || i === places.length - 1);
  const values = lines.map(({ points }) => new Map(points.map((point) => [point.x, point.y])));
  return dataTable({
    caption: step === 1 ? title : `${title}: every ${step}th point`,
    className: 'curve',
    head: [x, ...lines.map(({ name }) => name)],
    rows: shown.map(
      (place) =>
        html`<tr><th scope="row">${String(place)}</th>${values.map((line) => html`<td class="number">${said(line.get(place))}</td>`)}</tr>`,
    ),
  });
}

function said(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)));
}
