import { ContractError } from '@raredx/tables';
import { checkJudged, type Judged } from './judged.ts';
import { riskBins } from './risk-bins.ts';

export interface RiskHistogram {
  /** Lower edge of each bin; all are of equal width, the last ends at 1. */
  readonly edges: Float64Array;
  readonly events: Float64Array;
  readonly nonEvents: Float64Array;
}

/**
 * How predicted risk is spread among events and among non-events, in equal-width bins; a risk on an edge lies in the
 * upper bin. Counts are weights where rows have them.
 *
 * @example riskHistogram({ y: Uint8Array.of(1, 0), p: Float64Array.of(0.5, 0.1) }, 2) // => { edges: Float64Array.of(0, 0.5), events: Float64Array.of(0, 1), nonEvents: Float64Array.of(1, 0) }
 */
export function riskHistogram(data: Judged, bins = 50): RiskHistogram {
  checkJudged('risk histogram', data);
  if (!(Number.isInteger(bins) && bins > 0))
    throw new ContractError('risk histogram', `no number of bins (${bins})`);
  const { weight, events } = riskBins(data, bins);
  return {
    edges: Float64Array.from({ length: bins }, (_, bin) => bin / bins),
    events,
    nonEvents: weight.map((total, bin) => total - events[bin]),
  };
}
