import * as Plot from '@observablehq/plot';
import type { EvidenceRow } from '@raredx/tables';
import { drawSvg } from '../figure.ts';
import { formatShare } from '../format-number.ts';
import type { Html } from '../html.ts';

export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly dash: string | null;
  readonly rows: readonly EvidenceRow[];
}

export interface DecisionCurveDrawing {
  readonly id: string;
  readonly title: string;
  /** The first is drawn with its band. */
  readonly models: readonly Series[];
  readonly treatAll: readonly EvidenceRow[];
  readonly declared: readonly number[];
}

const drawable = (rows: readonly EvidenceRow[]) =>
  rows.filter((row) => row.estimate !== null && row.threshold !== null);

/** Room for what decides: from a little below zero (treat none) to the highest curve. */
function rangeOf({ models, treatAll }: DecisionCurveDrawing): [number, number] {
  const values = [...models.flatMap((model) => model.rows), ...treatAll].map((row) => row.estimate ?? 0);
  const top = Math.max(0.02, ...values);
  return [-0.35 * top, 1.1 * top];
}

function curveMarks(drawing: DecisionCurveDrawing, floor: number): Plot.Markish[] {
  const lead = drawing.models[0];
  const banded = drawable(lead?.rows ?? []).filter((row) => row.lower !== null && row.upper !== null);
  const at = { x: 'threshold', y: 'estimate' } as const;
  const dashed = (dash: string | null) => (dash === null ? {} : { strokeDasharray: dash });
  return [
    Plot.areaY(banded, {
      x: 'threshold',
      y1: 'lower',
      y2: 'upper',
      fill: lead?.colour ?? 'none',
      fillOpacity: 0.16,
    }),
    Plot.ruleY([0], { stroke: 'var(--ink)' }),
    Plot.line(above(drawable(drawing.treatAll), floor), {
      ...at,
      stroke: 'var(--soft)',
      strokeWidth: 1.5,
      strokeDasharray: '6 3',
    }),
    ...drawing.models.map(({ rows, colour, dash }) =>
      Plot.line(drawable(rows), { ...at, stroke: colour, strokeWidth: 2.25, ...dashed(dash) }),
    ),
  ];
}

/** Net benefit against threshold. Treating none is zero by definition, so it is the axis line. */
export function decisionCurveFigure(drawing: DecisionCurveDrawing): Html {
  const { id, title, models, declared } = drawing;
  const thresholds = models.flatMap((model) => drawable(model.rows).map((row) => row.threshold ?? 0));
  const first = Math.min(0, ...thresholds);
  const last = Math.max(0.1, ...thresholds);
  const shown = declared.filter((threshold) => threshold >= first && threshold <= last);
  const domain = rangeOf(drawing);
  const centred = { label: 'Decision threshold', labelAnchor: 'center', labelArrow: 'none' } as const;
  return drawSvg({
    id,
    title,
    description:
      'Net benefit against decision threshold for the models, for treating all patients and for treating none.',
    plot: {
      width: 500,
      height: 330,
      marginLeft: 56,
      marginRight: 14,
      marginTop: 24,
      marginBottom: 44,
      x: { ...centred, domain: [first, last], tickFormat: formatShare },
      y: { domain, label: 'Net benefit', labelArrow: 'none', clamp: true, ticks: 6, tickSize: 4 },
      marks: [
        Plot.gridY({ ticks: 6, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.ruleX(shown, { stroke: 'var(--soft)', strokeDasharray: '1 3' }),
        ...curveMarks(drawing, domain[0]),
      ],
    },
  });
}

/** Points down to the frame's edge: a falling line ends there instead of running along it. */
function above(rows: readonly EvidenceRow[], floor: number): readonly EvidenceRow[] {
  const first = rows.findIndex((row) => (row.estimate ?? 0) < floor);
  return first < 0 ? rows : rows.slice(0, first);
}
