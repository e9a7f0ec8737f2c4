/**
 * Limits of a difference of two independent estimates from the limits of each: for proportions with Wilson limits
 * Newcombe's method 10, and the same square-and-add elsewhere (MOVER).
 *
 *     d − √((a − aₗ)² + (bᵤ − b)²),  d + √((aᵤ − a)² + (b − bₗ)²)
 *
 * @see Newcombe RG (1998) Stat Med 17:873–890; Zou GY, Donner A (2008) Stat Med 27:1693–1702
 * @example
 * const group = { estimate: 0.5, lower: 0.25, upper: 0.75 };
 * moverDifference(group, { estimate: 0.5, lower: 0.5, upper: 0.5 }) // => { lower: -0.25, upper: 0.25 }
 */
export function moverDifference(
  a: { readonly estimate: number; readonly lower: number; readonly upper: number },
  b: { readonly estimate: number; readonly lower: number; readonly upper: number },
): { readonly lower: number; readonly upper: number } {
  const difference = a.estimate - b.estimate;
  return {
    lower: difference - Math.hypot(a.estimate - a.lower, b.upper - b.estimate),
    upper: difference + Math.hypot(a.upper - a.estimate, b.estimate - b.lower),
  };
}
