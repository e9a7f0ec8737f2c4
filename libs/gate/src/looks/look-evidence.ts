import { logit, normalQuantile } from '@raredx/stats';
import type { LookEvidence } from '@raredx/tables';
import { type Measured, metricScale, symmetricOn, symmetricScale } from '../interval-scale.ts';
import type { Policy } from '../policy.ts';
import { wilsonSize } from '../wilson-shape.ts';

/** Any number of looks, added up as e-values. */
export type EValueLooks = Extract<NonNullable<Policy['looks']>, { readonly method: 'e-value' }>;

/**
 * What a look measured of a criterion, on the scale on which its interval is symmetric: the evidence row's estimate, its
 * standard error, and the shift δ that the look was planned to see. As events of one cohort accumulate, δ of a look at a
 * share t of the planned events is δ √t.
 *
 * @returns a reason where the interval has no standard error (percentile bootstrap; none or all of a proportion) or nothing
 *   happened yet
 */
export function lookEvidence(
  row: Measured,
  looks: EValueLooks,
): LookEvidence | { readonly undefinedBecause: string } {
  const measured = onScale(row);
  if (!measured) {
    return { undefinedBecause: `the interval (${row.method}) has no standard error, which an e-value needs` };
  }
  const share = looks.data === 'new' ? 1 : row.events / (looks.planned_events as number);
  if (share === 0) return { undefinedBecause: 'no event has come in yet' };
  return { ...measured, shift: looks.expected_shift * Math.sqrt(share) };
}

function onScale(row: Measured): Omit<LookEvidence, 'shift'> | undefined {
  const size = wilsonSize(row);
  // Wilson's half-width on the logit scale is a little less than the standard error says.
  if (size !== undefined) return onLogit(row.estimate, size);
  const own = metricScale(row.metric);
  const scale = symmetricOn(own, row) ? own : symmetricScale(row);
  if (!scale) return undefined;
  const at = scale.to(row.estimate);
  const error = (at - scale.to(row.lower)) / normalQuantile((1 + row.confidence) / 2);
  return { scale: scale.name, at, error };
}

/** Of none and of all there is no standard error. */
function onLogit(p: number, n: number): Omit<LookEvidence, 'shift'> | undefined {
  if (p <= 0 || p >= 1) return undefined;
  return { scale: 'logit', at: logit(p), error: 1 / Math.sqrt(n * p * (1 - p)) };
}
