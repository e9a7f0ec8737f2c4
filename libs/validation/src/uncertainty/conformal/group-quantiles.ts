import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { conformalQuantile } from './conformal-quantile.ts';

/**
 * Mondrian conformal prediction: a quantile in each group apart, so that coverage holds in every group and not on average
 * only. The groups may be the observed classes (class-conditional) or levels of an attribute (group-conditional). A group
 * with too few patients has the reason instead, and never borrows from the others.
 *
 * @param group number of the group of each score, 0 … groups − 1
 * @example groupQuantiles(Float64Array.of(0.1, 0.2, 0.3), { group: Uint32Array.of(0, 0, 1), groups: 2 }, 0.4)[0] // => { value: 0.2 }
 * @see Vovk V, Lindsay D, Nouretdinov I, Gammerman A (2003) Mondrian confidence machine
 */
export function groupQuantiles(
  scores: Float64Array,
  { group, groups, w }: { readonly group: Uint32Array; readonly groups: number; readonly w?: Float64Array },
  alpha: number,
): Estimate[] {
  if (group.length !== scores.length) {
    throw new ContractError('group quantiles', `group has ${group.length} rows, scores ${scores.length}`);
  }
  return Array.from({ length: groups }, (_, g) => {
    const own = (_: number, row: number) => group[row] === g;
    return conformalQuantile(scores.filter(own), alpha, w ? { w: w.filter(own) } : {});
  });
}
