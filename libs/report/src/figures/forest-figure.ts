import * as Plot from '@observablehq/plot';
import type { EvidenceRow } from '@raredx/tables';
import { drawSvg, plotText } from '../figure.ts';
import { formatCount, formatEstimate } from '../format-number.ts';
import type { Html } from '../html.ts';
import { metricFacts } from '../metric-facts.ts';

export interface ForestGroup {
  readonly title: string;
  readonly rows: readonly EvidenceRow[];
}

export interface ForestDrawing {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  /** The whole cohort: the dashed line the subgroups are read against. */
  readonly overall: EvidenceRow | null;
  readonly groups: readonly ForestGroup[];
  readonly colour: string;
}

type Line =
  | { readonly key: string; readonly heading: string }
  | { readonly key: string; readonly label: string; readonly row: EvidenceRow };

const size = { width: 520, row: 23, left: 204, right: 136, top: 26, bottom: 30 };

function linesOf({ overall, groups }: ForestDrawing): Line[] {
  const lines: Line[] = overall ? [{ key: 'all', label: 'Whole cohort', row: overall }] : [];
  groups.forEach(({ title, rows }, g) => {
    lines.push({ key: `${g}`, heading: plotText(title) });
    lines.push(...rows.map((row, i) => ({ key: `${g}.${i}`, label: plotText(row.level ?? ''), row })));
  });
  return lines;
}

/** Limits that keep the bulk readable; intervals that run further end at the edge, and the table has their limits. */
function domainOf(metric: string, rows: readonly EvidenceRow[]): [number, number] {
  const values = rows
    .flatMap((row) => [row.estimate, row.lower, row.upper])
    .filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (metric.startsWith('top_')) return [0, 1];
  if (metric === 'auroc') return [Math.max(0, Math.min(0.4, low)), 1];
  if (metric === 'oe_ratio') return [Math.max(0.2, Math.min(0.5, low)), Math.min(5, Math.max(2, high))];
  if (metric === 'calibration_slope') return [Math.max(-1, Math.min(0, low)), Math.min(3, Math.max(2, high))];
  return values.length === 0 || low === high ? [0, 1] : [low, high];
}

function reference(metric: string): number {
  return metric === 'auroc' ? 0.5 : (metricFacts(metric).optimum ?? 0);
}

/** Ticks in the unit of the estimates beside them. */
const ticksOf = (metric: string): string | ((value: number) => string) =>
  metricFacts(metric).percent ? (value) => String(Math.round(100 * value)) : '~g';

type Entry = Extract<Line, { row: EvidenceRow }>;

const column = (dx: number, anchor: 'start' | 'end', frame: 'left' | 'right') =>
  ({ y: 'key', frameAnchor: frame, textAnchor: anchor, dx }) as const;

function textMarks(lines: readonly Line[], entries: readonly Entry[], metric: string): Plot.Markish[] {
  const soft = { fill: 'var(--soft)' };
  const head = (text: string, frameAnchor: 'top-left' | 'top-right', dx: number) =>
    Plot.text([text], { ...soft, frameAnchor, textAnchor: 'end', dx, dy: -16, text: (d: string) => d });
  const headings = lines.filter((line) => 'heading' in line);
  return [
    Plot.text(headings, { ...column(2 - size.left, 'start', 'left'), text: 'heading', fontWeight: 600 }),
    Plot.text(entries, {
      ...column(14 - size.left, 'start', 'left'),
      text: 'label',
      lineWidth: 9.5,
      textOverflow: 'ellipsis',
    }),
    Plot.text(entries, {
      ...soft,
      ...column(-14, 'end', 'left'),
      className: 'forest-size',
      text: ({ row }) => `${formatCount(row.patients)} / ${formatCount(row.events)}`,
    }),
    Plot.text(entries, {
      ...column(size.right - 2, 'end', 'right'),
      className: 'forest-estimate',
      text: ({ row }) => formatEstimate(row),
    }),
    head('patients / events', 'top-left', -14),
    head(metricFacts(metric).heading, 'top-right', size.right - 2),
  ];
}

function intervalMarks(
  entries: readonly Entry[],
  drawing: ForestDrawing,
  domain: [number, number],
): Plot.Markish[] {
  const { metric, overall, colour } = drawing;
  const drawable = entries.filter(({ row }) => row.estimate !== null);
  const ranged = drawable.filter(({ row }) => row.lower !== null && row.upper !== null);
  const inside = (value: number) => value >= domain[0] && value <= domain[1];
  const whole = [overall?.estimate ?? Number.NaN].filter(inside);
  return [
    Plot.ruleX([reference(metric)].filter(inside), { stroke: 'var(--soft)' }),
    Plot.ruleX(whole, { stroke: colour, strokeDasharray: '4 3' }),
    Plot.ruleY(ranged, {
      y: 'key',
      x1: ({ row }) => row.lower,
      x2: ({ row }) => row.upper,
      stroke: colour,
      strokeWidth: 1.75,
    }),
    Plot.dot(drawable, { y: 'key', x: ({ row }) => row.estimate, r: 4, symbol: 'square', fill: colour }),
  ];
}

/** Subgroups under each other: name, patients and events, interval, and the estimate in figures. */
export function forestFigure(drawing: ForestDrawing): Html {
  const { metric } = drawing;
  const lines = linesOf(drawing);
  const entries = lines.filter((line) => 'row' in line);
  const rows = entries.map(({ row }) => row);
  const domain = domainOf(metric, rows);
  const ids = rows.map((row) => row.id);
  const type = metric === 'oe_ratio' ? 'log' : 'linear';
  return drawSvg({
    id: drawing.id,
    title: drawing.title,
    description: `${metricFacts(metric).heading} with its interval in each subgroup. The solid line marks ${reference(metric)}, the dashed line the whole cohort.`,
    evidence: { 'forest-size': ids, 'forest-estimate': ids },
    plot: {
      width: size.width,
      height: size.top + size.bottom + lines.length * size.row,
      marginLeft: size.left,
      marginRight: size.right,
      marginTop: size.top,
      marginBottom: size.bottom,
      x: { domain, type, clamp: true, label: null, ticks: 4, tickFormat: ticksOf(metric), tickSize: 4 },
      y: { type: 'band', domain: lines.map((line) => line.key), axis: null },
      marks: [...intervalMarks(entries, drawing, domain), ...textMarks(lines, entries, metric)],
    },
  });
}
