import { normalQuantile } from '../distribution/normal.ts';
import { checkShare } from './check-anticipated.ts';

/**
 * Least number of patients that tell the overall risk π to within a margin, `(z / margin)² π (1 - π)`: the least that can
 * be asked of a cohort, and of each subgroup for which risks will be given.
 *
 * @param options.margin half-width of the interval. @default 0.05
 * @param options.confidence @default 0.95
 * @example
 * overallRiskSize(0.5) // => 385
 */
export function overallRiskSize(
  prevalence: number,
  { margin = 0.05, confidence = 0.95 }: { readonly margin?: number; readonly confidence?: number } = {},
): number {
  for (const [name, value] of Object.entries({ prevalence, margin, confidence }))
    checkShare('overallRiskSize', name, value);
  return Math.ceil((normalQuantile((1 + confidence) / 2) / margin) ** 2 * prevalence * (1 - prevalence));
}
