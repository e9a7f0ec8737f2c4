/**
 * Holm's step-down adjustment: controls the chance of any false finding, whatever the dependence.
 *
 * Holm S (1979). A simple sequentially rejective multiple test procedure. Scand J Stat 6:65-70.
 *
 * @example
 * holm(Float64Array.of(0.25, 0.125)) // => Float64Array.of(0.25, 0.25)
 */
export function holm(pValues: Float64Array): Float64Array {
  const order = ascending('holm', pValues);
  const adjusted = new Float64Array(pValues.length);
  let reached = 0;
  order.forEach((i, rank) => {
    reached = Math.min(1, Math.max(reached, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = reached;
  });
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up adjustment: controls the expected share of false findings among the findings.
 *
 * Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. JRSS B 57:289-300.
 *
 * @example
 * benjaminiHochberg(Float64Array.of(0.5, 0.125)) // => Float64Array.of(0.5, 0.25)
 */
export function benjaminiHochberg(pValues: Float64Array): Float64Array {
  const order = ascending('benjaminiHochberg', pValues);
  const adjusted = new Float64Array(pValues.length);
  let reached = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const i = order[rank - 1]!;
    reached = Math.min(reached, (pValues.length / rank) * pValues[i]!);
    adjusted[i] = reached;
  }
  return adjusted;
}

function ascending(where: string, pValues: Float64Array): number[] {
  const bad = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new RangeError(`${where}: p-value ${bad + 1} is outside [0, 1] (${pValues[bad]})`);
  return Array.from(pValues, (_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
}
