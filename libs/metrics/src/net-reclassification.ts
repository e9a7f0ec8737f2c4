import { ContractError } from '@raredx/tables';
import { checkJudged, type Judged } from './judged.ts';

export interface NetReclassification {
  /** Share of events moved up minus share moved down, in [−1, 1]. */
  readonly ofEvents: number;
  /** Share of non-events moved down minus share moved up, in [−1, 1]. */
  readonly ofNonEvents: number;
}

/**
 * Net reclassification from one model's risks to another's over risk categories, events and non-events apart.
 *
 * **Not for decisions.** Their sum, the NRI, is withheld on purpose: it weighs events and non-events alike whatever the
 * prevalence and the costs, and grows when a miscalibrated model is compared with a calibrated one. Compare net benefit
 * instead. Undefined without both classes.
 *
 * @example netReclassification({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.1, 0.6) }, Float64Array.of(0.6, 0.6), [0.5]) // => { ofEvents: 1, ofNonEvents: 0 }
 * @see Pencina MJ et al. (2008) Stat Med 27:157–172
 * @see Kerr KF et al. (2014) Epidemiology 25:114–121, on why the sum misleads
 */
export function netReclassification(
  from: Judged,
  to: Float64Array,
  thresholds: readonly number[],
): NetReclassification | { undefinedBecause: string } {
  checkJudged('net reclassification', from);
  checkJudged('net reclassification', { y: from.y, p: to });
  if (thresholds.length === 0) throw new ContractError('net reclassification', 'no threshold');
  const category = (risk: number): number => thresholds.filter((threshold) => risk >= threshold).length;
  const moved = [0, 0];
  const total = [0, 0];
  for (let row = 0; row < from.y.length; row++) {
    const weight = from.w ? from.w[row] : 1;
    const outcome = from.y[row];
    total[outcome] += weight;
    moved[outcome] += weight * Math.sign(category(to[row]) - category(from.p[row]));
  }
  if (total[0] + total[1] === 0) return { undefinedBecause: 'no rows' };
  if (total[1] === 0) return { undefinedBecause: 'no events' };
  if (total[0] === 0) return { undefinedBecause: 'no non-events' };
  return { ofEvents: moved[1] / total[1], ofNonEvents: (0 - moved[0]) / total[0] };
}
