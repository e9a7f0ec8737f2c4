import { expit, logit } from '../summary/logit.ts';
import { checkShare } from './check-anticipated.ts';
import type { LinearPredictor } from './linear-predictor.ts';

/** What a decision threshold is expected to do; shares of the patients that each is about. */
export interface Classification {
  readonly threshold: number;
  /** Share of patients at or above the threshold. */
  readonly positives: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * Sensitivity and specificity that a calibrated model with this spread of risks has at a threshold.
 *
 * @example
 * classificationAt(0.5, observedLinearPredictor([0.25, 0.75])) // => { threshold: 0.5, positives: 0.5, sensitivity: 0.75, specificity: 0.75 }
 */
export function classificationAt(threshold: number, linearPredictor: LinearPredictor): Classification {
  checkShare('classificationAt', 'threshold', threshold);
  const above = [logit(threshold), Infinity] as const;
  const prevalence = linearPredictor.expect(expit);
  const none = linearPredictor.expect((x) => expit(-x));
  return {
    threshold,
    positives: linearPredictor.expect(() => 1, above),
    sensitivity: Math.min(1, linearPredictor.expect(expit, above) / prevalence),
    specificity: Math.min(1, linearPredictor.expect((x) => expit(-x), [-Infinity, logit(threshold)]) / none),
  };
}
