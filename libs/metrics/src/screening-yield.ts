import type { Confusion } from './confusion.ts';
import { type PrevalenceOptions, predictiveValueAtPrevalence } from './predictive-value-at-prevalence.ts';

export interface ScreeningYield {
  /** Positive calls for each event found: how many cases somebody must review to find one. 1 / PPV. */
  readonly alertsPerTruePositive: { readonly value: number; readonly lower: number; readonly upper: number };
  /** In 1000 people of the target population. */
  readonly alertsPerThousand: number;
  readonly foundPerThousand: number;
  readonly missedPerThousand: number;
  readonly confidence: number;
  readonly method: string;
}

/**
 * What a threshold means where it is used: alerts, patients found and patients missed among 1000 people at the target
 * prevalence, and the number needed to review, whose interval is that of the PPV turned over. Undefined where the PPV at
 * that prevalence is, and when no event is found.
 *
 * @example screeningYield({ truePositive: 80, falseNegative: 20, falsePositive: 50, trueNegative: 950 }, { prevalence: 0.01, confidence: 0.95 }) // => { alertsPerTruePositive: { value: 7.1875, lower: 5.64199, upper: 9.24757 }, alertsPerThousand: 57.5, foundPerThousand: 8, missedPerThousand: 2, confidence: 0.95, method: 'Mercaldo, logit' }
 */
export function screeningYield(
  counts: Confusion,
  options: PrevalenceOptions,
): ScreeningYield | { undefinedBecause: string } {
  const ppv = predictiveValueAtPrevalence(counts, 'ppv', options);
  if ('undefinedBecause' in ppv) return ppv;
  if (counts.truePositive === 0)
    return { undefinedBecause: 'no true positive: no number of reviews finds one' };
  const events = 1000 * options.prevalence;
  const sensitivity = counts.truePositive / (counts.truePositive + counts.falseNegative);
  const found = events * sensitivity;
  return {
    alertsPerTruePositive: { value: 1 / ppv.value, lower: 1 / ppv.upper, upper: 1 / ppv.lower },
    alertsPerThousand: found / ppv.value,
    foundPerThousand: found,
    missedPerThousand: events - found,
    confidence: ppv.confidence,
    method: ppv.method,
  };
}
