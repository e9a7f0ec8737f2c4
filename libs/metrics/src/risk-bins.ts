import type { Judged } from './judged.ts';

export interface RiskBins {
  /** Weight of rows, of events and of predicted risk in each bin. */
  readonly weight: Float64Array;
  readonly events: Float64Array;
  readonly risk: Float64Array;
}

/** Rows by equal-width bins of p; a risk on an edge belongs to the upper bin, 1 to the last. */
export function riskBins({ y, p, w }: Judged, bins: number): RiskBins {
  const weight = new Float64Array(bins);
  const events = new Float64Array(bins);
  const risk = new Float64Array(bins);
  for (let row = 0; row < p.length; row++) {
    const share = w ? w[row] : 1;
    const bin = binOf(p[row], bins);
    weight[bin] += share;
    events[bin] += share * y[row];
    risk[bin] += share * p[row];
  }
  return { weight, events, risk };
}

/** p · bins may round up over an edge that p has not reached, or stay below one that it has: compare with the edge itself. */
function binOf(p: number, bins: number): number {
  const bin = Math.floor(p * bins);
  if (bin >= bins) return bins - 1;
  if (p < bin / bins) return bin - 1;
  return bin + 1 < bins && p >= (bin + 1) / bins ? bin + 1 : bin;
}
