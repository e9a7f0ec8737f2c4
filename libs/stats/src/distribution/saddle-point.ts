import { stirlingError } from './log-gamma.ts';

/**
 * x ln(x / mean) + mean - x without cancellation when x is near the mean.
 * Loader C (2000). Fast and accurate computation of binomial probabilities.
 */
function deviance(x: number, mean: number): number {
  const gap = x - mean;
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - gap;
  const ratio = gap / (x + mean);
  const square = ratio * ratio;
  let power = 2 * x * ratio;
  let total = gap * ratio;
  for (let k = 3; ; k += 2) {
    power *= square;
    const next = total + power / k;
    if (next === total) return total;
    total = next;
  }
}

/** exp(-mean) mean^x / gamma(x + 1) for real x > 0: a Poisson probability where x is whole. */
export function poissonTerm(x: number, mean: number): number {
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}

/** p^a q^b / B(a, b), where q = 1 - p is given with its own digits. */
export function betaTerm(a: number, b: number, { p, q }: { p: number; q: number }): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * p) - deviance(b, n * q);
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
}
