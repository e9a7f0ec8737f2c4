/** Means of one column's imputed values: one array an imputation, one number an iteration. */
export type Chains = readonly Float64Array[];

/**
 * Potential scale reduction of chains, each cut into halves: √(((L − 1)/L W + B/L) / W), with W the mean variance
 * within the 2m halves of L iterations and B/L the variance of their means. Near 1 where the chains mix; above 1.1 more
 * iterations are needed. Of an odd number of iterations the first is left out.
 *
 * Gelman A et al. (2013). Bayesian data analysis, 3rd ed., section 11.4.
 *
 * @example
 * scaleReduction([Float64Array.of(0, 2, 1, 3), Float64Array.of(0, 2, 1, 3)]) // => { value: 0.816497 }
 */
export function scaleReduction(chains: Chains): { value: number } | { undefinedBecause: string } {
  const iterations = chains[0]?.length ?? 0;
  if (chains.some((chain) => chain.length !== iterations))
    throw new RangeError('scaleReduction: chains differ in length');
  const half = iterations >> 1;
  if (half < 2) return { undefinedBecause: `${iterations} iterations: at least 4 are needed` };
  const first = iterations - 2 * half;
  const halves = chains.flatMap((chain) => [
    chain.subarray(first, first + half),
    chain.subarray(first + half),
  ]);
  const means = halves.map(mean);
  const within = mean(halves.map((part) => variance(part)));
  const between = variance(means);
  if (within === 0) return { undefinedBecause: 'the imputed values do not vary' };
  return { value: Math.sqrt((half - 1) / half + between / within) };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0) / values.length;
}

function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  const squares = Array.from(values).reduce((total, value) => total + (value - centre) ** 2, 0);
  return squares / (values.length - 1);
}
