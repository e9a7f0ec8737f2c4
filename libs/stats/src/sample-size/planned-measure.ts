import { normalQuantile } from '../distribution/normal.ts';
import type { Interval } from '../summary/interval.ts';
import { aurocVariance } from './auroc-variance.ts';
import { checkAuroc, checkCount, checkShare } from './check-anticipated.ts';
import { type Classification, classificationAt } from './classification-at.ts';
import type { LinearPredictor } from './linear-predictor.ts';
import { slopeInformation } from './slope-information.ts';

/** A measure of an external validation with its anticipated value and the interval that n patients would give it. */
export interface PlannedMeasure {
  readonly id: string;
  readonly estimate: number;
  /** Expected interval; narrower with every further patient. */
  readonly interval: (patients: number) => Interval;
}

export interface ValidationAssumptions {
  readonly prevalence: number;
  readonly auroc: number;
  /** Spread of the logits of risk; decides what is known about the slope and what a threshold does. */
  readonly linearPredictor: LinearPredictor;
  /** Anticipated observed / expected events. @default 1 */
  readonly oeRatio?: number;
  /** Decision threshold: adds net benefit, sensitivity, specificity, PPV and NPV at it. */
  readonly threshold?: number;
  /** @default what `linearPredictor` gives at the threshold, calibration taken for granted */
  readonly sensitivity?: number;
  readonly specificity?: number;
  /** @default 0.95 */
  readonly confidence?: number;
}

/**
 * The measures by which the size of an external validation is planned, each with the interval that n patients give it:
 *
 *     oe_ratio           exp(ln(O/E) ± z √((1 - π) / (nπ)))
 *     calibration_slope  1 ± z / √(n I), I by `slopeInformation`
 *     auroc              C ± z √Newcombe's variance
 *     standardised_net_benefit   ± z √((s(1 - s)/π + w² t(1 - t)/(1 - π) + w²(1 - t)²/(π(1 - π))) / n),
 *                        s sensitivity, t specificity, w the odds of the threshold over those of the prevalence
 *     sensitivity, specificity, ppv, npv   Wilson
 *
 * @throws RangeError for anticipated values that leave nothing to plan: a prevalence of 0, an AUROC below 0.5
 * @see Riley RD et al. (2021) Stat Med 40:4230-4251; Riley RD et al. (2024) BMJ 384:e074821
 * @example
 * plannedMeasures({ prevalence: 0.1, auroc: 0.8, linearPredictor: binormalLinearPredictor(0.8, 0.1) }).map((m) => m.id) // => ['oe_ratio', 'calibration_slope', 'auroc']
 */
export function plannedMeasures(assumed: ValidationAssumptions): readonly PlannedMeasure[] {
  const { prevalence, auroc, linearPredictor, oeRatio = 1, confidence = 0.95 } = assumed;
  checkShare('plannedMeasures', 'prevalence', prevalence);
  checkShare('plannedMeasures', 'confidence', confidence);
  checkAuroc('plannedMeasures', auroc);
  checkCount('plannedMeasures', 'oeRatio', oeRatio);
  const z = normalQuantile((1 + confidence) / 2);
  const wald = (id: string, estimate: number, method: string, error: (patients: number) => number) =>
    measure(id, estimate, (patients) => {
      const half = z * error(patients);
      return { lower: estimate - half, upper: estimate + half, confidence, method };
    });
  const information = slopeInformation(linearPredictor);
  return [
    measure('oe_ratio', oeRatio, (patients) => {
      const half = z * Math.sqrt((1 - prevalence) / (patients * prevalence));
      const [lower, upper] = [oeRatio * Math.exp(-half), oeRatio * Math.exp(half)];
      return { lower, upper, confidence, method: 'log scale, expected fixed' };
    }),
    wald('calibration_slope', 1, 'Wald, Fisher information', (n) => 1 / Math.sqrt(n * information)),
    wald('auroc', auroc, "Newcombe's variance", (n) =>
      Math.sqrt(
        aurocVariance(auroc, { events: n * prevalence, nonEvents: n * (1 - prevalence) }, 'newcombe'),
      ),
    ),
    ...(assumed.threshold === undefined
      ? []
      : atThreshold(assumed, assumed.threshold, { z, confidence, wald })),
  ];
}

function measure(id: string, estimate: number, interval: (patients: number) => Interval): PlannedMeasure {
  return {
    id,
    estimate,
    interval(patients) {
      checkCount(id, 'patients', patients);
      return interval(patients);
    },
  };
}

interface Means {
  readonly z: number;
  readonly confidence: number;
  readonly wald: (
    id: string,
    estimate: number,
    method: string,
    error: (patients: number) => number,
  ) => PlannedMeasure;
}

function atThreshold(
  assumed: ValidationAssumptions,
  threshold: number,
  { z, confidence, wald }: Means,
): readonly PlannedMeasure[] {
  const { prevalence } = assumed;
  const { sensitivity, specificity } = givenOrExpected(assumed, threshold);
  const odds = ((1 - prevalence) / prevalence) * (threshold / (1 - threshold));
  const falseAlarms = 1 - specificity;
  const variance =
    (sensitivity * (1 - sensitivity)) / prevalence +
    (odds ** 2 * specificity * falseAlarms) / (1 - prevalence) +
    (odds ** 2 * falseAlarms ** 2) / (prevalence * (1 - prevalence));
  const truePositive = sensitivity * prevalence;
  const falsePositive = falseAlarms * (1 - prevalence);
  const negative = 1 - truePositive - falsePositive;
  const proportion = (id: string, hits: number, share: number): readonly PlannedMeasure[] =>
    share > 0 ? [measure(id, hits / share, (n) => wilson(hits / share, n * share, { z, confidence }))] : [];
  return [
    wald('standardised_net_benefit', sensitivity - odds * falseAlarms, 'delta method', (n) =>
      Math.sqrt(variance / n),
    ),
    ...proportion('sensitivity', truePositive, prevalence),
    ...proportion('specificity', specificity * (1 - prevalence), 1 - prevalence),
    ...proportion('ppv', truePositive, truePositive + falsePositive),
    ...proportion('npv', specificity * (1 - prevalence), negative),
  ];
}

function givenOrExpected(
  { linearPredictor, sensitivity, specificity }: ValidationAssumptions,
  threshold: number,
): Pick<Classification, 'sensitivity' | 'specificity'> {
  for (const [name, value] of Object.entries({ sensitivity, specificity }))
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new RangeError(`plannedMeasures: ${name} must be in [0, 1] (${value})`);
  const expected = classificationAt(threshold, linearPredictor);
  return {
    sensitivity: sensitivity ?? expected.sensitivity,
    specificity: specificity ?? expected.specificity,
  };
}

/** Wilson's interval of a proportion for a number of trials that, being an expectation, need not be whole. */
function wilson(
  proportion: number,
  trials: number,
  { z, confidence }: Pick<Means, 'z' | 'confidence'>,
): Interval {
  const shrunk = z ** 2 / trials;
  const centre = (proportion + shrunk / 2) / (1 + shrunk);
  const half =
    (z * Math.sqrt((proportion * (1 - proportion)) / trials + shrunk / (4 * trials))) / (1 + shrunk);
  return { lower: centre - half, upper: centre + half, confidence, method: 'Wilson' };
}
