import { checkCount, checkShare } from './check-anticipated.ts';
import { maximumCoxSnell } from './cox-snell.ts';
import { overallRiskSize } from './overall-risk-size.ts';

export interface DevelopmentPlan {
  /** Anticipated share of patients with the event. */
  readonly prevalence: number;
  /** Candidate parameters: coefficients that the data may choose, before any selection. */
  readonly parameters: number;
  /** Anticipated Cox-Snell R² of the new model, adjusted for optimism; see `coxSnellFromAuroc`. */
  readonly coxSnell: number;
  /** Least expected shrinkage factor. @default 0.9 */
  readonly shrinkage?: number;
  /** Largest optimism in Nagelkerke's R². @default 0.05 */
  readonly optimism?: number;
  /** Half-width to which the overall risk shall be known. @default 0.05 */
  readonly riskMargin?: number;
  /** Confidence of that margin. @default 0.95 */
  readonly confidence?: number;
}

export interface DevelopmentCriterion {
  readonly criterion: 'shrinkage' | 'optimism' | 'overall_risk';
  readonly patients: number;
  readonly events: number;
  readonly eventsPerParameter: number;
}

export interface DevelopmentSize {
  /** The largest of the criteria. */
  readonly patients: number;
  readonly events: number;
  readonly eventsPerParameter: number;
  readonly maximumCoxSnell: number;
  readonly nagelkerke: number;
  readonly criteria: readonly DevelopmentCriterion[];
}

/**
 * Least number of patients to develop a model for a binary outcome, by the criteria of Riley et al.: with P parameters,
 * R² Cox-Snell and S the shrinkage factor,
 *
 *     shrinkage      n = P / ((S - 1) ln(1 - R² / S))
 *     optimism       the same with S = R² / (R² + δ max R²)
 *     overall risk   n = (z / margin)² π (1 - π)
 *
 * @throws RangeError for numbers that no model can have, such as R² above its maximum
 * @see Riley RD et al. (2019) Stat Med 38:1276-1296; Riley RD et al. (2020) BMJ 368:m441
 * @example
 * developmentSize({ prevalence: 0.174, parameters: 24, coxSnell: 0.288 }).patients // => 662
 */
export function developmentSize(plan: DevelopmentPlan): DevelopmentSize {
  const { prevalence, parameters, coxSnell } = plan;
  const { shrinkage = 0.9, optimism = 0.05, riskMargin = 0.05, confidence = 0.95 } = plan;
  for (const [name, value] of Object.entries({ prevalence, shrinkage, optimism, riskMargin, confidence }))
    checkShare('developmentSize', name, value);
  checkCount('developmentSize', 'parameters', parameters);
  const maximum = maximumCoxSnell(prevalence);
  if (!(coxSnell > 0 && coxSnell < Math.min(maximum, shrinkage)))
    throw new RangeError(
      `developmentSize: coxSnell must be above 0 and below ${Math.min(maximum, shrinkage).toFixed(3)} (${coxSnell})`,
    );
  const least = {
    shrinkage: sizeForShrinkage(parameters, coxSnell, shrinkage),
    optimism: sizeForShrinkage(parameters, coxSnell, coxSnell / (coxSnell + optimism * maximum)),
    overall_risk: overallRiskSize(prevalence, { margin: riskMargin, confidence }),
  };
  const criteria = (['shrinkage', 'optimism', 'overall_risk'] as const).map((criterion) => {
    const patients = Math.ceil(least[criterion]);
    return { criterion, ...counts(patients, plan) };
  });
  const patients = Math.max(...criteria.map((criterion) => criterion.patients));
  return { ...counts(patients, plan), maximumCoxSnell: maximum, nagelkerke: coxSnell / maximum, criteria };
}

function counts(patients: number, { prevalence, parameters }: DevelopmentPlan) {
  const events = patients * prevalence;
  return { patients, events, eventsPerParameter: events / parameters };
}

/** Patients at which a shrinkage factor is expected; rises from 0 at S = R² without bound towards S = 1. */
export function sizeForShrinkage(parameters: number, coxSnell: number, shrinkage: number): number {
  return parameters / ((shrinkage - 1) * Math.log1p(-coxSnell / shrinkage));
}
