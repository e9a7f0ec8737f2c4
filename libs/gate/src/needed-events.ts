import { type Measured, metricScale, symmetricScale } from './interval-scale.ts';
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
  const { to } = symmetricScale(row) ?? metricScale(row.metric);
  const at = to(row.estimate);
  const sides = [
    { half: at - to(row.lower), distance: at - scaled(to, requirement.low) },
    { half: to(row.upper) - at, distance: scaled(to, requirement.high) - at },
  ];
  const growth = Math.max(...sides.map(({ half, distance }) => (half / distance) ** 2));
  const more = Math.ceil(row.events * (growth - 1) - 1e-9);
  return Number.isFinite(more) && more > 0 ? more : null;
}

/** A bound may lie outside the scale's domain, such as "at most 2" on a logit: it is then out of reach. */
function scaled(to: (value: number) => number, bound: number): number {
  if (!Number.isFinite(bound)) return bound;
  const value = to(bound);
  return Number.isNaN(value) ? (bound > 0 ? Infinity : -Infinity) : value;
}
