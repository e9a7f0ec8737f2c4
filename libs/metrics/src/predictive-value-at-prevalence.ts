import { expit, type Interval, logit, normalQuantile } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { Confusion } from './confusion.ts';
import { checkConfidence } from './proportion.ts';

export interface PredictiveValue extends Interval {
  readonly value: number;
}

export interface PrevalenceOptions {
  /** Of the population in which the test will be used, in (0, 1); not of the study. */
  readonly prevalence: number;
  readonly confidence: number;
}

/**
 * Predictive values at another prevalence π than the study's, by Bayes from its sensitivity and specificity, with
 * Mercaldo's logit interval:
 *
 *     logit PPV = log(sens π / ((1 − spec)(1 − π))),   variance (1 − sens)/(m sens) + spec/(n (1 − spec))
 *     logit NPV = log(spec (1 − π) / ((1 − sens) π)),  variance sens/(m (1 − sens)) + (1 − spec)/(n spec)
 *
 * Where sensitivity or specificity is exactly 0 or 1 the interval comes from z²/2 cases added to each cell (his adjusted
 * logit), and `method` says so. Undefined without both classes, and where the value is 0/0.
 *
 * @example predictiveValueAtPrevalence({ truePositive: 240, falseNegative: 178, falsePositive: 87, trueNegative: 288 }, 'ppv', { prevalence: 0.03, confidence: 0.95 }) // => { value: 0.0710994, lower: 0.058871, upper: 0.0856367, confidence: 0.95, method: 'Mercaldo, logit' }
 * @see Mercaldo ND, Lau KF, Zhou XH (2007) Stat Med 26:2170–2183
 */
export function predictiveValueAtPrevalence(
  counts: Confusion,
  which: 'ppv' | 'npv',
  { prevalence, confidence }: PrevalenceOptions,
): PredictiveValue | { undefinedBecause: string } {
  checkConfidence(which, confidence);
  if (!(prevalence > 0 && prevalence < 1)) {
    throw new ContractError(which, `prevalence outside (0, 1) (${prevalence})`);
  }
  const events = counts.truePositive + counts.falseNegative;
  const nonEvents = counts.trueNegative + counts.falsePositive;
  if (events === 0) return { undefinedBecause: 'no events' };
  if (nonEvents === 0) return { undefinedBecause: 'no non-events' };
  const z = normalQuantile((1 + confidence) / 2);
  // Of each class: how many have the call whose value is asked, e.g. true and false positives for the PPV.
  const right = which === 'ppv' ? counts.truePositive : counts.trueNegative;
  const wrong = which === 'ppv' ? counts.falsePositive : counts.falseNegative;
  const [own, other] = which === 'ppv' ? [events, nonEvents] : [nonEvents, events];
  const prior = which === 'ppv' ? prevalence : 1 - prevalence;
  if (right + wrong === 0) {
    return { undefinedBecause: `no row ${which === 'ppv' ? 'at or above' : 'below'} the threshold` };
  }
  const hits = (right / own) * prior;
  const value = hits / (hits + (wrong / other) * (1 - prior));
  const added = right === 0 || right === own || wrong === 0 || wrong === other ? (z * z) / 2 : 0;
  const share = (right + added) / (own + 2 * added);
  const leak = (wrong + added) / (other + 2 * added);
  const centre = Math.log(share / leak) + logit(prior);
  const margin =
    z * Math.sqrt((1 - share) / (share * (own + 2 * added)) + (1 - leak) / (leak * (other + 2 * added)));
  return {
    value,
    lower: Math.min(value, expit(centre - margin)),
    upper: Math.max(value, expit(centre + margin)),
    confidence,
    method: added > 0 ? 'Mercaldo, adjusted logit' : 'Mercaldo, logit',
  };
}
