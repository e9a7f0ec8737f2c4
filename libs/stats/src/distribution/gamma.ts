import { invertTail } from './invert-tail.ts';
import { poissonTerm } from './saddle-point.ts';
import type { Tail, TailOption } from './tail.ts';

/**
 * Gamma distribution function with scale 1 (the regularised incomplete gamma function): P(X <= x), or P(X > x) for
 * the upper tail. Series below the mean, continued fraction above it (DLMF 8.7.1, 8.9.2).
 *
 * @example
 * gammaCdf(0, 3) // => 0
 */
export function gammaCdf(x: number, shape: number, { tail = 'lower' }: TailOption = {}): number {
  if (!(shape > 0 && shape < Infinity)) throw new RangeError(`gammaCdf: shape must be positive (${shape})`);
  if (Number.isNaN(x)) throw new RangeError('gammaCdf: x is not a number');
  if (x <= 0) return tail === 'lower' ? 0 : 1;
  if (x === Infinity) return tail === 'lower' ? 1 : 0;
  if (x < Math.max(1.1, shape + 1)) {
    const lower = poissonTerm(shape, x) * lowerSeries(x, shape);
    return tail === 'lower' ? lower : 1 - lower;
  }
  const upper = poissonTerm(shape, x) * shape * upperFraction(x, shape);
  return tail === 'upper' ? upper : 1 - upper;
}

function lowerSeries(x: number, shape: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; term > total * 1e-17; k++) {
    term *= x / (shape + k);
    total += term;
  }
  return total;
}

function upperFraction(x: number, shape: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 1e6; k++) {
    const a = k * (shape - k);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return value;
}

/**
 * Gamma quantile with scale 1: x with P(X <= x) = q, or P(X > x) = q for the upper tail.
 *
 * @example
 * gammaQuantile(0, 3) // => 0
 */
export function gammaQuantile(q: number, shape: number, { tail = 'lower' }: TailOption = {}): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`gammaQuantile: q must be in [0, 1] (${q})`);
  if (!(shape > 0 && shape < Infinity))
    throw new RangeError(`gammaQuantile: shape must be positive (${shape})`);
  if (q === 0 || q === 1) return (q === 0) === (tail === 'lower') ? 0 : Infinity;
  const flip = q > 0.5;
  const side: Tail = flip === (tail === 'lower') ? 'upper' : 'lower';
  const sign = side === 'lower' ? 1 : -1;
  const u = invertTail(
    (at) => {
      const x = Math.exp(at);
      const probability = gammaCdf(x, shape, { tail: side });
      return {
        value: Math.log(probability),
        slope: (sign * shape * poissonTerm(shape, x)) / probability,
      };
    },
    Math.log(flip ? 1 - q : q),
    { guess: Math.log(shape), lower: -745, upper: 710, rising: side === 'lower' },
  );
  return Math.exp(u);
}
