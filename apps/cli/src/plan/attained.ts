import { expit, logit } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';

/** What one interval of the evidence has reached, and how much more it would take. */
export interface Attained {
  readonly metric: string;
  readonly threshold: number | null;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly width: number | null;
  /** From the formula at the present n, the model being calibrated; null where the formula does not apply. */
  readonly expectedWidth: number | null;
  readonly targetWidth: number;
  readonly reached: boolean;
  /** Null where they cannot be told; 0 where the width is reached. */
  readonly moreEvents: number | null;
  readonly morePatients: number | null;
  readonly undefinedBecause: string | null;
}

interface Scale {
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

const identity: Scale = { to: (value) => value, from: (value) => value };
const log: Scale = { to: Math.log, from: Math.exp };
const logOdds: Scale = { to: logit, from: expit };

function scaleOf({ metric, estimate, lower, upper }: Bounded): Scale {
  if (metric === 'oe_ratio') return lower > 0 && estimate > 0 ? log : identity;
  const inside = [estimate, lower, upper].every((value) => value > 0 && value < 1);
  return inside && metric !== 'calibration_slope' && metric !== 'standardised_net_benefit'
    ? logOdds
    : identity;
}

/** An interval as numbers. */
export interface Bounded {
  readonly metric: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The row's interval as numbers, or undefined where it has none. */
export function bounded({ metric, estimate, lower, upper }: EvidenceRow): Bounded | undefined {
  return estimate === null || lower === null || upper === null
    ? undefined
    : { metric, estimate, lower, upper };
}

/**
 * How many times the present patients would narrow an interval to a width if the estimate stayed where it is: half-widths
 * shrink as 1/√n on the scale on which the interval was made.
 */
export function growthForWidth(row: Bounded, width: number): number {
  const { to, from } = scaleOf(row);
  const at = to(row.estimate);
  const below = at - to(row.lower);
  const above = to(row.upper) - at;
  const widthAt = (growth: number) =>
    from(at + above / Math.sqrt(growth)) - from(at - below / Math.sqrt(growth));
  let low = 1;
  let high = 2;
  if (widthAt(low) <= width) return 1;
  while (widthAt(high) > width) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (widthAt(middle) > width) low = middle;
    else high = middle;
  }
  return high;
}
