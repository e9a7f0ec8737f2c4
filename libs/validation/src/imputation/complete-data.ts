import {
  auroc,
  brier,
  calibrationInTheLarge,
  calibrationIntercept,
  calibrationSlope,
  logLoss,
  netBenefit,
  oeRatio,
  recalibrationFit,
} from '@raredx/metrics';
import type { Estimate } from '@raredx/stats';
import { meanOverRepeats } from '../population/mean-over-repeats.ts';
import type { Population, Repeat } from '../population/population.ts';
import { aurocInfluence, aurocVariance } from '../statements/auroc-influence.ts';
import { patientVariance, recalibrationInfluence } from '../statements/recalibration-influence.ts';
import { countedPatients, proportions, proportionVariance } from './complete-proportions.ts';
import { type PoolingScale, pooledAsIs, pooledOnLog, pooledOnLogit } from './pooling-scale.ts';

/** A metric with its sampling variance in one completed data set, both as the metric stands (not yet transformed). */
export interface CompleteData {
  readonly id: string;
  readonly threshold: number | null;
  readonly scale: PoolingScale;
  /** Taken off the number of patients for the degrees of freedom that complete data would have. */
  readonly coefficients: number;
  readonly variance: string;
  readonly estimate: (population: Population) => Estimate;
  readonly varianceOf: (population: Population, value: number) => Estimate;
  /** Of a proportion: rows of its denominator, for limits where it is 0 or 1. */
  readonly rowsOf?: (population: Population) => number;
}

const orReason = (variance: number | undefined, reason: string): Estimate =>
  variance === undefined ? { undefinedBecause: reason } : { value: variance };

/** Patient-clustered variance of a mean of row contributions. */
function meanVariance(
  population: Population,
  value: number,
  contribution: (repeat: Repeat, row: number) => number,
): Estimate {
  const influence = new Float64Array(population.roster.size);
  for (const repeat of population.repeats) {
    const share = 1 / repeat.y.length / population.repeats.length;
    for (let i = 0; i < repeat.y.length; i++)
      influence[repeat.patient[i]] += (contribution(repeat, i) - value) * share;
  }
  return orReason(patientVariance(influence, population.patients), 'fewer than two patients');
}

function recalibrationVariance(population: Population, which: 'offset' | 'line', at: number): Estimate {
  if (population.structure === 'simple') {
    const fit = recalibrationFit(population.repeats[0], which);
    if ('undefinedBecause' in fit) return fit;
    return { value: fit.covariance[at * fit.coefficients.length + at] };
  }
  const influence = recalibrationInfluence(population, which);
  if ('undefinedBecause' in influence) return influence;
  return orReason(patientVariance(influence.ofPatients[at], influence.patients), 'fewer than two patients');
}

/** Of O/E, E taken as known. */
function observedVariance(population: Population, value: number): Estimate {
  const influence = new Float64Array(population.roster.size);
  for (const { y, patient } of population.repeats) {
    const observed = y.reduce((sum, e) => sum + e, 0);
    if (observed === 0) return { undefinedBecause: 'no events' };
    for (let i = 0; i < y.length; i++)
      influence[patient[i]] += (value * (y[i] / observed - 1 / y.length)) / population.repeats.length;
  }
  return { value: influence.reduce((sum, x) => sum + x * x, 0) };
}

const fitted = 'logistic recalibration';
const mean = 'mean over patients';

/** Metrics of a whole set of risks that have a variance in closed form. */
export const pooledMetrics: readonly CompleteData[] = [
  {
    id: 'auroc',
    threshold: null,
    scale: pooledOnLogit,
    coefficients: 1,
    variance: 'DeLong',
    estimate: (population) => meanOverRepeats(population, auroc),
    varianceOf: (population) => {
      const influence = aurocInfluence(population);
      const reason = 'fewer than two patients of either outcome';
      return orReason(influence && aurocVariance(influence), reason);
    },
  },
  {
    id: 'calibration_in_the_large',
    threshold: null,
    scale: pooledAsIs,
    coefficients: 1,
    variance: fitted,
    estimate: (population) => meanOverRepeats(population, calibrationInTheLarge),
    varianceOf: (population) => recalibrationVariance(population, 'offset', 0),
  },
  {
    id: 'calibration_intercept',
    threshold: null,
    scale: pooledAsIs,
    coefficients: 2,
    variance: fitted,
    estimate: (population) => meanOverRepeats(population, calibrationIntercept),
    varianceOf: (population) => recalibrationVariance(population, 'line', 0),
  },
  {
    id: 'calibration_slope',
    threshold: null,
    scale: pooledAsIs,
    coefficients: 2,
    variance: fitted,
    estimate: (population) => meanOverRepeats(population, calibrationSlope),
    varianceOf: (population) => recalibrationVariance(population, 'line', 1),
  },
  {
    id: 'oe_ratio',
    threshold: null,
    scale: pooledOnLog,
    coefficients: 1,
    variance: 'expected fixed',
    estimate: (population) => meanOverRepeats(population, oeRatio),
    varianceOf: observedVariance,
  },
  {
    id: 'brier',
    threshold: null,
    scale: pooledAsIs,
    coefficients: 1,
    variance: mean,
    estimate: (population) => meanOverRepeats(population, brier),
    varianceOf: (population, value) => meanVariance(population, value, ({ y, p }, i) => (p[i] - y[i]) ** 2),
  },
  {
    id: 'log_loss',
    threshold: null,
    scale: pooledAsIs,
    coefficients: 1,
    variance: mean,
    estimate: (population) => meanOverRepeats(population, logLoss),
    varianceOf: (population, value) =>
      meanVariance(population, value, ({ y, p }, i) => -Math.log(y[i] === 1 ? p[i] : 1 - p[i])),
  },
];

/** Metrics at a decision threshold that have a variance in closed form. */
export function pooledAtThreshold(threshold: number): CompleteData[] {
  const shares = Object.entries(proportions).map(([id, rule]): CompleteData => {
    return {
      id,
      threshold,
      scale: pooledOnLogit,
      coefficients: 1,
      variance: 'binomial',
      estimate: (population) => meanOverRepeats(population, (repeat) => rule.metric(repeat, threshold)),
      varianceOf: (population, value) => proportionVariance(population, value, { rule, threshold }),
      rowsOf: (population) => countedPatients(population, rule, threshold),
    };
  });
  const odds = threshold / (1 - threshold);
  const benefit: CompleteData = {
    id: 'net_benefit',
    threshold,
    scale: pooledAsIs,
    coefficients: 1,
    variance: mean,
    estimate: (population) => meanOverRepeats(population, (repeat) => netBenefit(repeat, threshold)),
    varianceOf: (population, value) =>
      meanVariance(population, value, ({ y, p }, i) => (p[i] >= threshold ? (y[i] === 1 ? 1 : -odds) : 0)),
  };
  return [...shares, benefit];
}
