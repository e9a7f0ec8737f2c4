import { type RocCurve, rocCurve } from '@raredx/metrics';
import { repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import { type Statement, statement } from './statement.ts';

const mostPoints = 200;

interface Point {
  /** 1 − specificity. */
  readonly x: number;
  readonly sensitivity: number;
}

/** Corners of the ROC curve, from (0, 0) to (1, 1); points on a straight stretch are left out. */
function corners({ falsePositiveRate, sensitivity }: RocCurve): Point[] {
  const points = Array.from(falsePositiveRate, (x, k): Point => ({ x, sensitivity: sensitivity[k] }));
  return points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before || !after) return true;
    const turn =
      (point.x - before.x) * (after.sensitivity - point.sensitivity) -
      (after.x - point.x) * (point.sensitivity - before.sensitivity);
    return Math.abs(turn) > 1e-15;
  });
}

/** Sensitivity at 1 − specificity = x by straight lines, the upper end of a vertical stretch. */
function sensitivityAt(points: readonly Point[], x: number): number {
  const last = points.findLastIndex((point) => point.x <= x);
  const from = points[last];
  const to = points[last + 1];
  if (to === undefined || from.x === x) return from.sensitivity;
  return from.sensitivity + ((x - from.x) / (to.x - from.x)) * (to.sensitivity - from.sensitivity);
}

/** Every k-th corner, ends kept. */
function thinned(points: readonly Point[]): Point[] {
  if (points.length <= mostPoints) return [...points];
  return Array.from(
    { length: mostPoints },
    (_, k) => points[Math.round((k * (points.length - 1)) / (mostPoints - 1))],
  );
}

function meanCurve(curves: readonly (readonly Point[])[]): Point[] {
  return Array.from({ length: mostPoints }, (_, k) => {
    const x = k / (mostPoints - 1);
    const total = curves.reduce((sum, curve) => sum + sensitivityAt(curve, x), 0);
    return { x, sensitivity: total / curves.length };
  });
}

/** The ROC curve in at most 200 points; over repeats, mean sensitivity at equal specificity. */
export function rocStatements(population: Population): Statement[] {
  const method = `empirical ROC curve, at most ${mostPoints} points${repeatsText(population)}`;
  const made = population.repeats.map((repeat) => rocCurve(repeat));
  const failed = made.find((curve) => 'undefinedBecause' in curve);
  if (failed) return [statement('roc_curve', failed, { method })];
  const curves = made.filter((curve) => 'sensitivity' in curve).map(corners);
  const points = curves.length === 1 ? thinned(curves[0]) : meanCurve(curves);
  return points.map(({ x, sensitivity }) =>
    statement('roc_curve', { value: sensitivity }, { threshold: x, method }),
  );
}
