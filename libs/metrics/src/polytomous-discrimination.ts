import { checkClasses, type JudgedClasses, lackingOfClasses, weightByClass } from './multiclass.ts';
import { rankOrder } from './rank-order.ts';

export interface PolytomousDiscrimination {
  readonly byClass: Float64Array;
  /** Mean over classes; 1 / classes is chance. */
  readonly index: number;
}

/**
 * Polytomous discrimination index: given one random row of each class, the probability that the row of class i has the
 * highest risk of class i, ties shared; and its mean over classes.
 *
 * Exact and O(k² n log n): for a row with risk x, with Lⱼ the share of class j below x and Tⱼ the share at x, sharing
 * ties equally among those tied is ∫₀¹ Πⱼ (Lⱼ + u Tⱼ) du. Undefined when a class has no row.
 *
 * @example polytomousDiscrimination({ classes: 3, y: Uint8Array.of(0, 1, 2), p: Float64Array.of(0.5, 0.3, 0.2, 0.5, 0.4, 0.1, 0.1, 0.1, 0.8) }) // => { byClass: Float64Array.of(0.5, 1, 1), index: 0.833333 }
 * @see Van Calster B et al. (2012) Eur J Epidemiol 27:761–770
 */
export function polytomousDiscrimination(
  data: JudgedClasses,
): PolytomousDiscrimination | { undefinedBecause: string } {
  checkClasses('polytomous discrimination', data);
  const weight = weightByClass(data);
  const lacking = lackingOfClasses(weight);
  if (lacking) return lacking;
  const byClass = Float64Array.from(weight, (_, k) => winsOfClass(data, k, weight));
  return { byClass, index: byClass.reduce((sum, share) => sum + share, 0) / data.classes };
}

function winsOfClass({ classes, y, p, w }: JudgedClasses, own: number, weight: Float64Array): number {
  const risk = Float64Array.from(y, (_, row) => p[row * classes + own]);
  const order = rankOrder(risk);
  const below = new Float64Array(classes);
  let wins = 0;
  for (let start = 0; start < order.length; ) {
    const tied = new Float64Array(classes);
    let end = start;
    for (; end < order.length && risk[order[end]] === risk[order[start]]; end++) {
      tied[y[order[end]]] += w ? w[order[end]] : 1;
    }
    if (tied[own] > 0) {
      let polynomial = [1];
      for (let k = 0; k < classes; k++) {
        if (k !== own) polynomial = timesLine(polynomial, below[k] / weight[k], tied[k] / weight[k]);
      }
      wins += tied[own] * polynomial.reduce((sum, coefficient, power) => sum + coefficient / (power + 1), 0);
    }
    for (let k = 0; k < classes; k++) below[k] += tied[k];
    start = end;
  }
  return wins / weight[own];
}

/** Coefficients of a polynomial times (constant + slope · u). */
function timesLine(polynomial: readonly number[], constant: number, slope: number): number[] {
  const product = new Array<number>(polynomial.length + 1).fill(0);
  polynomial.forEach((coefficient, power) => {
    product[power] += coefficient * constant;
    product[power + 1] += coefficient * slope;
  });
  return product;
}
