import type { Study } from './study.ts';

/** Inverse-variance mean at a given tau^2, the sum of weights, and Cochran's Q there. */
export function weighted(
  studies: readonly Study[],
  tau2: number,
): { mean: number; weight: number; q: number } {
  let weight = 0;
  let first = 0;
  for (const { effect, variance } of studies) {
    weight += 1 / (variance + tau2);
    first += effect / (variance + tau2);
  }
  const mean = first / weight;
  let q = 0;
  for (const { effect, variance } of studies) q += (effect - mean) ** 2 / (variance + tau2);
  return { mean, weight, q };
}
