import { auprc } from './auprc.ts';
import { auroc } from './auroc.ts';
import { brier } from './brier.ts';
import { brierScaled } from './brier-scaled.ts';
import { calibrationInTheLarge } from './calibration-in-the-large.ts';
import { calibrationIntercept } from './calibration-intercept.ts';
import { calibrationSlope } from './calibration-slope.ts';
import { e50 } from './e50.ts';
import { e90 } from './e90.ts';
import { ece } from './ece.ts';
import { eci } from './eci.ts';
import { emax } from './emax.ts';
import { ici } from './ici.ts';
import { logLoss } from './log-loss.ts';
import { lrNegative } from './lr-negative.ts';
import { lrPositive } from './lr-positive.ts';
import type { Metric, ThresholdMetric } from './metric.ts';
import { netBenefit } from './net-benefit.ts';
import { npv } from './npv.ts';
import { oeRatio } from './oe-ratio.ts';
import { ppv } from './ppv.ts';
import { sensitivity } from './sensitivity.ts';
import { specificity } from './specificity.ts';
import { spiegelhalterZ } from './spiegelhalter-z.ts';
import { standardisedNetBenefit } from './standardised-net-benefit.ts';

/** Every metric of a whole set of predicted risks, in the order in which a report lists them. */
export const metrics: readonly Metric[] = Object.freeze([
  auroc,
  auprc,
  brier,
  brierScaled,
  logLoss,
  calibrationInTheLarge,
  calibrationIntercept,
  calibrationSlope,
  oeRatio,
  ici,
  e50,
  e90,
  emax,
  eci,
  ece,
  spiegelhalterZ,
]);

/** Every metric at a decision threshold. */
export const thresholdMetrics: readonly ThresholdMetric[] = Object.freeze([
  sensitivity,
  specificity,
  ppv,
  npv,
  lrPositive,
  lrNegative,
  netBenefit,
  standardisedNetBenefit,
]);
