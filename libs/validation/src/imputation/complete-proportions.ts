import { npv, ppv, sensitivity, specificity, type ThresholdMetric } from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import type { Population, Repeat } from '../population/population.ts';
import { patientVariance } from '../statements/recalibration-influence.ts';

export interface Rule {
  readonly metric: ThresholdMetric;
  /** Rows of the denominator, and those of them that count. */
  readonly among: (y: number, positive: boolean) => boolean;
  readonly success: (y: number, positive: boolean) => boolean;
}

export const proportions: Readonly<Record<string, Rule>> = {
  sensitivity: { metric: sensitivity, among: (y) => y === 1, success: (_, positive) => positive },
  specificity: { metric: specificity, among: (y) => y === 0, success: (_, positive) => !positive },
  ppv: { metric: ppv, among: (_, positive) => positive, success: (y) => y === 1 },
  npv: { metric: npv, among: (_, positive) => !positive, success: (y) => y === 0 },
};

function proportionOf({ y, p }: Repeat, rule: Rule, threshold: number): { hits: number; among: number } {
  let hits = 0;
  let among = 0;
  for (let i = 0; i < y.length; i++) {
    const positive = p[i] >= threshold;
    if (!rule.among(y[i], positive)) continue;
    among++;
    if (rule.success(y[i], positive)) hits++;
  }
  return { hits, among };
}

/** Patient-clustered variance of a proportion within repeats; value (1 − value) / n where each patient counts once. */
export function proportionVariance(
  population: Population,
  value: number,
  at: { rule: Rule; threshold: number },
): Estimate {
  const { rule, threshold } = at;
  if (population.structure === 'simple') {
    return { value: (value * (1 - value)) / proportionOf(population.repeats[0], rule, threshold).among };
  }
  const influence = new Float64Array(population.roster.size);
  for (const repeat of population.repeats) {
    const { hits, among } = proportionOf(repeat, rule, threshold);
    for (let i = 0; i < repeat.y.length; i++) {
      const positive = repeat.p[i] >= threshold;
      if (!rule.among(repeat.y[i], positive)) continue;
      const success = rule.success(repeat.y[i], positive) ? 1 : 0;
      influence[repeat.patient[i]] += (success - hits / among) / among / population.repeats.length;
    }
  }
  const variance = patientVariance(influence, population.patients);
  return variance === undefined ? { undefinedBecause: 'fewer than two patients' } : { value: variance };
}

/** Patients in the denominator, in the mean over repeats: the rows where every patient has one. */
export function countedPatients(population: Population, rule: Rule, threshold: number): number {
  const counted = population.repeats.map(
    ({ y, p, patient }) => new Set(patient.filter((_, i) => rule.among(y[i], p[i] >= threshold))).size,
  );
  return counted.reduce((total, count) => total + count, 0) / counted.length;
}
