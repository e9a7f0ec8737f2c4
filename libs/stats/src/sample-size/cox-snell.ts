import { expit } from '../summary/logit.ts';
import { checkAuroc, checkShare } from './check-anticipated.ts';
import { binormalLinearPredictor } from './linear-predictor.ts';

/**
 * Largest Cox-Snell R² that any model of a binary outcome can have, `1 - exp(2 (π ln π + (1 - π) ln(1 - π)))`.
 * Cox-Snell over this is Nagelkerke's R².
 *
 * @example
 * maximumCoxSnell(0.5) // => 0.75
 */
export function maximumCoxSnell(prevalence: number): number {
  checkShare('maximumCoxSnell', 'prevalence', prevalence);
  return -Math.expm1(2 * (prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence)));
}

/**
 * Cox-Snell R² that goes with an AUROC at a prevalence, for a calibrated model with binormal logits of risk:
 *
 *     R² = 1 - exp(-2 E[p ln(p / π) + (1 - p) ln((1 - p) / (1 - π))])
 *
 * the expectation as an integral, where the published approximation fits a model to a million simulated patients.
 *
 * @see Riley RD, Van Calster B, Collins GS (2021) Stat Med 40:859-864
 * @example
 * coxSnellFromAuroc(0.5, 0.2) // => 0
 */
export function coxSnellFromAuroc(auroc: number, prevalence: number): number {
  checkAuroc('coxSnellFromAuroc', auroc);
  checkShare('coxSnellFromAuroc', 'prevalence', prevalence);
  if (auroc === 0.5) return 0;
  const information = binormalLinearPredictor(auroc, prevalence).expect((logitRisk) => {
    const risk = expit(logitRisk);
    const none = expit(-logitRisk);
    return plogp(risk, prevalence) + plogp(none, 1 - prevalence);
  });
  return -Math.expm1(-2 * information);
}

function plogp(p: number, reference: number): number {
  return p === 0 ? 0 : p * Math.log(p / reference);
}
