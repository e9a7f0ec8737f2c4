import { chiSquareCdf, type Interval } from '@raredx/stats';

/**
 * Distribution function of the noncentral chi-square: a Poisson mixture of central ones.
 *
 * @example noncentralChiSquareCdf(3, { df: 2, noncentrality: 0 }) // => 0.7768698
 */
export function noncentralChiSquareCdf(
  x: number,
  { df, noncentrality }: { readonly df: number; readonly noncentrality: number },
): number {
  const half = noncentrality / 2;
  const most = Math.ceil(half + 12 * Math.sqrt(half + 1) + 20);
  const least = Math.max(0, Math.floor(half - 12 * Math.sqrt(half + 1) - 20));
  let logFactorial = 0;
  let total = 0;
  for (let j = 1; j <= least; j++) logFactorial += Math.log(j);
  for (let j = least; j <= most; j++) {
    if (j > least) logFactorial += Math.log(j);
    const weight = half === 0 ? (j === 0 ? 1 : 0) : Math.exp(-half + j * Math.log(half) - logFactorial);
    if (weight > 0) total += weight * chiSquareCdf(x, df + 2 * j);
  }
  return Math.min(1, total);
}

/**
 * Interval of a noncentrality from one chi-square value: 0 below where no noncentrality is that unlikely.
 *
 * @example noncentralityInterval(1, { df: 4, confidence: 0.95 }).lower // => 0
 */
export function noncentralityInterval(
  x: number,
  { df, confidence }: { readonly df: number; readonly confidence: number },
): Interval {
  const tail = (1 - confidence) / 2;
  return {
    lower: noncentralityAt(x, df, 1 - tail),
    upper: noncentralityAt(x, df, tail),
    confidence,
    method: 'noncentral chi-square',
  };
}

/** The noncentrality at which the distribution function at x falls to a level; it falls as the noncentrality grows. */
function noncentralityAt(x: number, df: number, level: number): number {
  const at = (noncentrality: number) => noncentralChiSquareCdf(x, { df, noncentrality });
  if (at(0) <= level) return 0;
  let low = 0;
  let high = Math.max(1, x);
  while (at(high) > level) high *= 2;
  for (let i = 0; i < 80 && high - low > 1e-10 * (1 + high); i++) {
    const middle = (low + high) / 2;
    if (at(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
