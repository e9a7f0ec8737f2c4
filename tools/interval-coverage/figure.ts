import type { Certificate } from './certificate.ts';
import { populations } from './population.ts';
import { coverageOf, type Group, groups, monteCarloError } from './summary.ts';

const panel = { width: 190, height: 118, columns: 5, left: 26, top: 30, right: 8, bottom: 18 } as const;
const headroom = 46;
/** Coverage at the foot of a panel; what is lower is drawn there, as a hollow point. */
const lowest = 0.75;
/** Light to dark with the prevalence; told apart without colour by their order at each n. */
const shades = ['#9ecae1', '#6baed6', '#4292c6', '#2171b5', '#08306b'] as const;

const sizes = [...new Set(populations.map(({ n }) => n))];
const prevalences = [...new Set(populations.map(({ prevalence }) => prevalence))];

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const round = (x: number) => Number(x.toFixed(1));

const inner = {
  width: panel.width - panel.left - panel.right,
  height: panel.height - panel.top - panel.bottom,
} as const;

const y = (share: number) =>
  round(panel.top + inner.height * (1 - (Math.max(share, lowest) - lowest) / (1 - lowest)));

/** A place of its own for each prevalence, around that of n. */
function x(n: number, prevalence: number): number {
  const step = inner.width / sizes.length;
  const offset = (prevalences.indexOf(prevalence) - (prevalences.length - 1) / 2) * (step / 7);
  return round(panel.left + (sizes.indexOf(n) + 0.5) * step + offset);
}

function frame(confidence: number, error: number): string {
  const right = panel.width - panel.right;
  const band = `<rect x="${panel.left}" y="${y(Math.min(1, confidence + 2 * error))}" width="${inner.width}" height="${round(
    y(confidence - 2 * error) - y(Math.min(1, confidence + 2 * error)),
  )}" fill="#e8e8e8"/>`;
  const ticks = [0.8, 0.9, 1].map(
    (at) => `<text x="${panel.left - 3}" y="${y(at) + 3}" text-anchor="end">${100 * at}</text>`,
  );
  const labels = sizes.map(
    (n) => `<text x="${x(n, prevalences[2]!)}" y="${panel.height - 6}" text-anchor="middle">${n}</text>`,
  );
  const nominal = `<path d="M${panel.left} ${y(confidence)}H${right}" stroke="#666" stroke-width="0.8"/>`;
  const foot = `<path d="M${panel.left} ${y(lowest)}H${right}" stroke="#ccc" stroke-width="0.8"/>`;
  return [band, nominal, foot, ...ticks, ...labels].join('');
}

function points({ cells }: Group): string {
  return cells
    .flatMap((cell) => {
      const share = coverageOf(cell);
      if (share === undefined) return [];
      const at = x(cell.n, cell.prevalence);
      const shade = shades[prevalences.indexOf(cell.prevalence)]!;
      const error = 2 * monteCarloError(share, cell.defined);
      const whisker = `<path d="M${at} ${y(Math.min(1, share + error))}V${y(share - error)}" stroke="${shade}"/>`;
      const fill = share < lowest ? 'white' : shade;
      return [`${whisker}<circle cx="${at}" cy="${y(share)}" r="2.1" fill="${fill}" stroke="${shade}"/>`];
    })
    .join('');
}

/** A title in two lines: the metric, and the procedure cut to what fits. */
function title({ metric, procedure }: Group): string {
  const short = procedure
    .replace('as `raredx validate` gives it', 'as validated')
    .replace(/^(.{33}).{3,}$/, '$1…');
  return `<text x="${panel.left}" y="12" class="metric">${escaped(metric)}</text><text x="${panel.left}" y="23">${escaped(short)}</text>`;
}

function legend(): string {
  const entries = prevalences.map(
    (prevalence, i) =>
      `<circle cx="${32 + 46 * i}" cy="34" r="3" fill="${shades[i]}"/><text x="${39 + 46 * i}" y="37">${100 * prevalence} %</text>`,
  );
  return entries.join('');
}

/** Every procedure as one small panel: coverage in %, by n, a shade for each prevalence. */
export function coverageFigure({ cells, confidence, samples }: Certificate): string {
  const all = groups(cells);
  const rows = Math.ceil(all.length / panel.columns);
  const [width, height] = [panel.columns * panel.width, headroom + rows * panel.height];
  const drawn = all.map((group, i) => {
    const left = (i % panel.columns) * panel.width;
    const top = headroom + Math.floor(i / panel.columns) * panel.height;
    const count = group.cells[0]?.samples ?? samples['closed form'];
    const body = title(group) + frame(confidence, monteCarloError(confidence, count)) + points(group);
    return `<g transform="translate(${left} ${top})">${body}</g>`;
  });
  const caption = `Coverage of ${100 * confidence} % intervals, in %, by number of patients; shade: prevalence; grey: two Monte Carlo errors about the nominal; hollow: below ${100 * lowest} %`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${caption}</title>`,
    '<style>text{font:9px system-ui,sans-serif;fill:#333}.metric{font-weight:600;font-size:10px}</style>',
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="26" y="18" class="metric">${caption}</text>`,
    legend(),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}
