import { type Child, drawing } from '../element.ts';

export interface Plane {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly axes: readonly Child[];
}

const left = 48;
const right = 340;
const top = 30;

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly label: string;
  readonly print: (value: number) => string;
}

/** Where values lie in a drawing of the given height, and its axes. */
export function plane(height: number, horizontal: Axis, vertical: Axis): Plane {
  const bottom = height - 42;
  const share = ({ from, to }: Axis, value: number) => (value - from) / (to - from);
  const x = (value: number) => Math.round(10 * (left + share(horizontal, value) * (right - left))) / 10;
  const y = (value: number) => Math.round(10 * (bottom - share(vertical, value) * (bottom - top))) / 10;
  const below = horizontal.ticks.map((tick) =>
    drawing(
      'text',
      { x: x(tick), y: bottom + 16, 'text-anchor': 'middle', class: 'soft' },
      horizontal.print(tick),
    ),
  );
  const beside = vertical.ticks.map((tick) =>
    drawing(
      'text',
      { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end', class: 'soft' },
      vertical.print(tick),
    ),
  );
  return {
    x,
    y,
    axes: [
      drawing('path', { class: 'axis', fill: 'none', d: `M${left},${top}V${bottom}H${right}` }),
      ...below,
      ...beside,
      drawing('text', { x: (left + right) / 2, y: height - 8, 'text-anchor': 'middle' }, horizontal.label),
      drawing('text', { x: 4, y: 14, 'text-anchor': 'start' }, vertical.label),
    ],
  };
}

/** A line through points, broken where one has no value. */
export function lineThrough(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (point === null) pen = 'M';
    else {
      path += `${pen}${point[0]},${point[1]}`;
      pen = 'L';
    }
  }
  return path;
}
