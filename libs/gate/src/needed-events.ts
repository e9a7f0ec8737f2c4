import { boundOn, type Measured, metricScale, symmetricScale } from './interval-scale.ts';
import { pointSatisfies, type Requirement } from './requirement.ts';

/**
 * How many more events would let the interval clear its bounds if the estimate stayed where it is.
 *
 *     needed = events × max over bounds (h / d)² − events
 *
 * h half-width of the interval towards the bound, d distance of the estimate from it, both on the scale of the
 * interval; widths shrink as 1/√events. A planning figure, not a promise: the estimate will move.
 *
 * Null where the estimate lies outside the bounds or on one: more events alone would then rather show a failure.
 */
export function neededEvents(row: Measured, requirement: Requirement): number | null {
  if (row.events === 0 || !pointSatisfies(row.estimate, requirement)) return null;
  const scale = symmetricScale(row) ?? metricScale(row.metric);
  const { to } = scale;
  const at = to(row.estimate);
  const sides = [
    { half: at - to(row.lower), distance: at - boundOn(scale, requirement.low) },
    { half: to(row.upper) - at, distance: boundOn(scale, requirement.high) - at },
  ];
  const growth = Math.max(...sides.map(({ half, distance }) => (half / distance) ** 2));
  const more = Math.ceil(row.events * (growth - 1) - 1e-9);
  return Number.isFinite(more) && more > 0 ? more : null;
}
