import { predictiveValueAtPrevalence, screeningYield } from '@raredx/metrics';
import { repeatsText } from '../population/mean-over-repeats.ts';
import type { Population } from '../population/population.ts';
import type { ResolvedPlan } from '../validation-plan.ts';
import { type Statement, statement } from './statement.ts';
import { meanConfusion } from './threshold-statements.ts';

/** What a threshold means at the prevalence where the model will be used; nothing where the plan names none. */
export function screeningStatements(
  population: Population,
  threshold: number,
  { targetPrevalence, confidence }: ResolvedPlan,
): Statement[] {
  if (targetPrevalence === null) return [];
  const options = { prevalence: targetPrevalence, confidence };
  const table = meanConfusion(population.repeats, threshold);
  const note = `at a prevalence of ${targetPrevalence}`;
  const clustered = population.structure === 'clustered';
  const made = (metric: string, of: { value: number; lower: number; upper: number; method: string }) => {
    const limits = clustered ? { undefinedBecause: 'patients have several samples' } : of;
    const method = of.method + repeatsText(population);
    return statement(metric, { value: of.value }, { threshold, limits, confidence, method, note });
  };
  const values = (['ppv', 'npv'] as const).map((which) => {
    const value = predictiveValueAtPrevalence(table, which, options);
    const metric = `${which}_at_prevalence`;
    if ('undefinedBecause' in value) return statement(metric, value, { threshold, method: 'Mercaldo', note });
    return made(metric, value);
  });
  const metric = 'alerts_per_true_positive';
  const found = screeningYield(table, options);
  if ('undefinedBecause' in found) {
    return [...values, statement(metric, found, { threshold, method: 'Mercaldo', note })];
  }
  return [...values, made(metric, { ...found.alertsPerTruePositive, method: found.method })];
}
