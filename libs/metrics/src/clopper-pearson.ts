import { betaQuantile, type Interval } from '@raredx/stats';
import { checkProportion } from './proportion.ts';

/**
 * Clopper–Pearson interval of a proportion: never covers less than it says, so it is wide. Undefined when total is 0.
 *
 * @example clopperPearson(0, 1, 0.95) // => { lower: 0, upper: 0.975, confidence: 0.95, method: 'Clopper-Pearson' }
 * @see Clopper CJ, Pearson ES (1934) Biometrika 26:404–413
 */
export function clopperPearson(
  successes: number,
  total: number,
  confidence: number,
): Interval | { undefinedBecause: string } {
  checkProportion('clopper-pearson', { successes, total, confidence });
  if (total === 0) return { undefinedBecause: 'no rows' };
  const tail = (1 - confidence) / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, total - successes + 1),
    upper: successes === total ? 1 : betaQuantile(1 - tail, successes + 1, total - successes),
    confidence,
    method: 'Clopper-Pearson',
  };
}
