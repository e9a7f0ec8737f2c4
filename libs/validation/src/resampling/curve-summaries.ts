import type { Tally } from './tally.ts';

const indexBits = 12;
const indexMask = (1 << indexBits) - 1;

/** Type 7 on copies: cell k of weight w stands for w copies. `total` is the sum of weights. */
function quantileOf(
  keys: Float64Array,
  { weightOf, total }: { readonly weightOf: (k: number) => number; readonly total: number },
  q: number,
): number {
  const place = q * (total - 1);
  const below = Math.floor(place);
  let passed = 0;
  for (let k = 0; k < keys.length; k++) {
    passed += weightOf(k);
    if (passed <= below) continue;
    const next = passed <= below + 1 && k + 1 < keys.length ? keys[k + 1] : keys[k];
    return keys[k] + (place - below) * (next - keys[k]);
  }
  return keys[keys.length - 1];
}

/** Of a fitted replicate, by cell; `distances` is overwritten. */
export interface CurveScratch {
  /** Fitted linear predictor, and the predicted risk. */
  readonly linear: Float64Array;
  readonly risk: Float64Array;
  readonly distances: Float64Array;
}

/**
 * ICI, E50, E90, Emax and ECI of one replicate, written to out[from …]; `scratch` holds its fit.
 * Distances are sorted natively with their cell's number in the lowest bits of the mantissa (2⁻⁴⁰ relative):
 * sorting numbers is several times faster than sorting indices by a comparison.
 */
export function curveSummaries(
  sums: Tally,
  scratch: CurveScratch,
  { out, from }: { readonly out: Float64Array; readonly from: number },
): void {
  const { distances: keys, linear, risk } = scratch;
  const bits = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length);
  let used = 0;
  let absolute = 0;
  let squared = 0;
  for (let c = 0; c < linear.length; c++) {
    const weight = sums.weight[c];
    if (weight === 0) continue;
    const distance = Math.abs(1 / (1 + Math.exp(-linear[c])) - risk[c]);
    absolute += weight * distance;
    squared += weight * distance * distance;
    keys[used] = distance;
    bits[2 * used] = (bits[2 * used] & ~indexMask) | c;
    used++;
  }
  const ordered = keys.subarray(0, used).sort();
  const weights = {
    weightOf: (k: number) => sums.weight[bits[2 * k] & indexMask],
    total: sums.totalWeight,
  };
  out[from] = absolute / sums.totalWeight;
  out[from + 1] = quantileOf(ordered, weights, 0.5);
  out[from + 2] = quantileOf(ordered, weights, 0.9);
  out[from + 3] = used > 0 ? ordered[used - 1] : Number.NaN;
  out[from + 4] = (100 * squared) / sums.totalWeight;
}
