import * as Plot from '@observablehq/plot';
import type { EvidenceRow } from '@raredx/tables';
import { drawSvg } from '../figure.ts';
import { formatCount } from '../format-number.ts';
import type { Html } from '../html.ts';

export interface CalibrationDrawing {
  readonly id: string;
  readonly title: string;
  readonly curve: readonly EvidenceRow[];
  readonly events: readonly EvidenceRow[];
  readonly nonEvents: readonly EvidenceRow[];
  /** CSS colour of the model. */
  readonly colour: string;
  /** Largest risk on both axes: see {@link calibrationLimit}. */
  readonly limit: number;
}

const width = 460;
const margins = { marginLeft: 56, marginRight: 14 };
const binWidth = 0.02;

/** The largest risk of these rows, to the next tenth: both axes share it so that the ideal line stays the diagonal. */
export function calibrationLimit(curve: readonly EvidenceRow[], histograms: readonly EvidenceRow[]): number {
  const bins = histograms.filter((row) => (row.estimate ?? 0) > 0);
  const largest = Math.max(
    0.2,
    ...curve.flatMap((row) => [row.threshold ?? 0, row.estimate ?? 0]),
    ...bins.map((row) => (row.threshold ?? 0) + binWidth),
  );
  return Math.min(1, Math.ceil(largest * 10 - 1e-9) / 10);
}

function drawCurve(drawing: CalibrationDrawing): Html {
  const { limit } = drawing;
  const points = drawing.curve.filter((row) => row.estimate !== null && row.threshold !== null);
  const band = points.filter((row) => row.lower !== null && row.upper !== null);
  return drawSvg({
    id: drawing.id,
    title: drawing.title,
    description:
      'Observed against predicted risk: flexible curve with its band, and the dashed diagonal on which a perfectly calibrated model lies.',
    plot: {
      width,
      height: 400,
      ...margins,
      marginTop: 24,
      marginBottom: 36,
      x: { domain: [0, limit], label: null, ticks: 5, tickSize: 4 },
      y: {
        domain: [0, limit],
        label: 'Observed risk',
        ticks: 5,
        tickSize: 4,
        clamp: true,
        labelArrow: 'none',
      },
      marks: [
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.areaY(band, {
          x: 'threshold',
          y1: 'lower',
          y2: 'upper',
          fill: drawing.colour,
          fillOpacity: 0.18,
        }),
        Plot.line(
          [
            [0, 0],
            [limit, limit],
          ],
          { stroke: 'var(--soft)', strokeDasharray: '5 4' },
        ),
        Plot.line(points, { x: 'threshold', y: 'estimate', stroke: drawing.colour, strokeWidth: 2.5 }),
        Plot.ruleY([0], { stroke: 'var(--soft)' }),
      ],
    },
  });
}

function barsOf(rows: readonly EvidenceRow[], sign: 1 | -1) {
  return rows
    .filter((row) => (row.estimate ?? 0) > 0)
    .map(({ threshold, estimate }) => ({
      from: threshold ?? 0,
      to: (threshold ?? 0) + binWidth,
      height: sign * (estimate ?? 0),
    }));
}

function word(text: string, at: { readonly x: number; readonly y: number; readonly dy: number }) {
  const { x, y, dy } = at;
  return Plot.text([text], { x: [x], y: [y], dy, text: [text], textAnchor: 'end', fill: 'var(--soft)' });
}

function drawHistogram({ id, title, events, nonEvents, limit }: CalibrationDrawing): Html {
  const up = barsOf(events, 1);
  const down = barsOf(nonEvents, -1);
  const lowest = Math.min(-1, ...down.map((bar) => bar.height));
  const highest = Math.max(1, -0.45 * lowest, ...up.map((bar) => bar.height));
  const bar = { x1: 'from', x2: 'to', y: 'height', insetLeft: 0.5, insetRight: 0.5 } as const;
  const ticks = { ticks: 4, tickSize: 4, tickFormat: (count: number) => formatCount(Math.abs(count)) };
  const centred = { label: 'Predicted risk', labelAnchor: 'center', labelArrow: 'none' } as const;
  return drawSvg({
    id: `${id}-risks`,
    title: `${title}: distribution of predicted risk`,
    description: 'Number of patients by predicted risk: with the outcome above the line, without it below.',
    plot: {
      width,
      height: 150,
      ...margins,
      marginTop: 10,
      marginBottom: 38,
      x: { ...centred, domain: [0, limit], ticks: 5, tickSize: 4 },
      y: { ...ticks, domain: [lowest, highest], label: null },
      marks: [
        Plot.rectY(up, { ...bar, fill: 'var(--event)' }),
        Plot.rectY(down, { ...bar, fill: 'var(--nonevent)' }),
        Plot.ruleY([0], { stroke: 'var(--soft)' }),
        word('with the outcome', { x: limit, y: highest, dy: 6 }),
        word('without', { x: limit, y: lowest, dy: -6 }),
      ],
    },
  });
}

/** Flexible calibration curve with band over a mirrored histogram of the risks; nothing that is not an evidence row. */
export function calibrationFigure(drawing: CalibrationDrawing): readonly Html[] {
  return [drawCurve(drawing), drawHistogram(drawing)];
}
