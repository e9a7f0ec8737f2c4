import * as Plot from '@observablehq/plot';
import { drawSvg, plotText } from '../figure.ts';
import type { Html } from '../html.ts';
import type { SeriesStyle } from '../series.ts';

/** A line of the figure: a method or a score along the number of shots. */
export interface ShotSeries extends SeriesStyle {
  readonly name: string;
  readonly points: readonly {
    readonly shots: number;
    readonly estimate: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

/** A measure against the number of shots, a line a method, with intervals; shots on a logarithmic axis. */
export function shotCurveFigure(
  id: string,
  { title, label }: { readonly title: string; readonly label: string },
  series: readonly ShotSeries[],
): Html {
  const marks = series.flatMap(({ name, points, colour, dash }) => {
    const drawn = points.filter(({ estimate }) => estimate !== null);
    const spans = drawn.filter(({ lower, upper }) => lower !== null && upper !== null);
    const dashed = dash === null ? {} : { strokeDasharray: dash };
    return [
      Plot.ruleX(spans, { x: 'shots', y1: 'lower', y2: 'upper', stroke: colour, strokeOpacity: 0.5 }),
      Plot.line(drawn, { x: 'shots', y: 'estimate', stroke: colour, strokeWidth: 2.25, ...dashed }),
      Plot.dot(drawn, { x: 'shots', y: 'estimate', r: 3, fill: colour, title: () => plotText(name) }),
    ];
  });
  const shots = [...new Set(series.flatMap(({ points }) => points.map((point) => point.shots)))];
  return drawSvg({
    id,
    title,
    description: `${label} against the number of patients of each class that were learned from, a line each, with intervals.`,
    plot: {
      ...{ width: 560, height: 340, marginLeft: 56, marginRight: 20, marginTop: 24, marginBottom: 44 },
      x: {
        ...{ type: shots.length > 1 ? 'log' : 'point', label: 'Shots', labelAnchor: 'center' },
        ...{ labelArrow: 'none', ticks: shots, tickFormat: (k: number) => String(k), tickSize: 4 },
      },
      y: { label, labelArrow: 'none', ticks: 5, tickSize: 4, nice: true },
      marks: [Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }), ...marks],
    },
  });
}
