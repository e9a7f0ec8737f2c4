import { invertTail } from './invert-tail.ts';
import { betaTerm } from './saddle-point.ts';
import type { Tail, TailOption } from './tail.ts';

/**
 * Beta distribution function (the regularised incomplete beta function).
 *
 * @example
 * betaCdf(0.25, 1, 1) // => 0.25
 */
export function betaCdf(x: number, a: number, b: number, { tail = 'lower' }: TailOption = {}): number {
  checkShapes('betaCdf', a, b);
  if (Number.isNaN(x)) throw new RangeError('betaCdf: x is not a number');
  if (x <= 0 || x >= 1) return x <= 0 === (tail === 'upper') ? 1 : 0;
  return incompleteBeta({ p: x, q: 1 - x }, { a, b }, tail);
}

/** I_p(a, b) or its complement, with q = 1 - p given so that neither end loses digits. */
export function incompleteBeta(
  point: { p: number; q: number },
  { a, b }: { a: number; b: number },
  tail: Tail,
): number {
  const { p, q } = point;
  if (p === 0 || q === 0) return (p === 0) === (tail === 'upper') ? 1 : 0;
  if (p > (a + 1) / (a + b + 2)) {
    const complement = lowerBeta({ p: q, q: p }, b, a);
    return tail === 'upper' ? complement : 1 - complement;
  }
  const lower = lowerBeta(point, a, b);
  return tail === 'lower' ? lower : 1 - lower;
}

function lowerBeta(point: { p: number; q: number }, a: number, b: number): number {
  return betaTerm(a, b, point) / fraction(point, a, b);
}

/**
 * Continued fraction by Lentz's method, in the contracted form whose terms do not cancel when x is nearly one.
 * DiDonato AR, Morris AH (1992). Algorithm 708: significant digit computation of the incomplete beta function
 * ratios. ACM TOMS 18:360-373, equation 9.
 */
function fraction({ p: x, q: y }: { p: number; q: number }, a: number, b: number): number {
  const lean = a * y - b * x + 1;
  let c = (a * lean) / (a + 1);
  let d = 0;
  let value = c;
  for (let m = 1; m < 1e6; m++) {
    const odd = a + 2 * m - 1;
    const numerator = (((a + m - 1) * (a + b + m - 1)) / odd) * ((m * (b - m) * x * x) / odd);
    const denominator = m + (m * (b - m) * x) / odd + ((a + m) * (lean + m * (1 + y))) / (a + 2 * m + 1);
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return value;
}

/**
 * Beta quantile: x with P(X <= x) = q.
 *
 * @example
 * betaQuantile(0, 2, 3) // => 0
 */
export function betaQuantile(q: number, a: number, b: number): number {
  checkShapes('betaQuantile', a, b);
  if (!(q >= 0 && q <= 1)) throw new RangeError(`betaQuantile: q must be in [0, 1] (${q})`);
  if (q === 0 || q === 1) return q;
  return pointAt(betaQuantileLogit(q, a, b)).p;
}

/** logit of the beta quantile, 0 < q < 1: keeps the digits of 1 - x when x is nearly one. */
export function betaQuantileLogit(q: number, a: number, b: number): number {
  const side: Tail = q > 0.5 ? 'upper' : 'lower';
  const sign = side === 'lower' ? 1 : -1;
  return invertTail(
    (u) => {
      const point = pointAt(u);
      const probability = incompleteBeta(point, { a, b }, side);
      return { value: Math.log(probability), slope: (sign * betaTerm(a, b, point)) / probability };
    },
    Math.log(side === 'upper' ? 1 - q : q),
    { guess: Math.log(a / b), lower: -740, upper: 740, rising: side === 'lower' },
  );
}

function pointAt(u: number): { p: number; q: number } {
  const odds = Math.exp(-Math.abs(u));
  const large = 1 / (1 + odds);
  const small = odds / (1 + odds);
  return u >= 0 ? { p: large, q: small } : { p: small, q: large };
}

function checkShapes(where: string, a: number, b: number): void {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity))
    throw new RangeError(`${where}: shapes must be positive (${a}, ${b})`);
}
