import {
  auprc,
  auroc,
  aurocInterval,
  brier,
  brierScaled,
  calibrationCurve,
  calibrationInTheLarge,
  calibrationIntercept,
  calibrationInterval,
  calibrationSlope,
  corpDecomposition,
  delong,
  e50,
  e90,
  ece,
  eceDebiased,
  eci,
  emax,
  ici,
  type Judged,
  loessCalibrationCurve,
  logLoss,
  lrNegative,
  lrPositive,
  type Metric,
  netBenefit,
  npv,
  oeInterval,
  oeRatio,
  partialAuroc,
  ppv,
  rocCurve,
  sensitivity,
  specificity,
  spiegelhalterZ,
  standardisedNetBenefit,
  type ThresholdMetric,
} from '@raredx/metrics';
import type { Comparison } from './comparison.ts';
import { type Json, reference } from './reference.ts';

/** As the tests of metrics: a number below a thousandth is compared as if it were one. */
const floor = 1e-3;
const thresholds = [0.1, 0.3, 0.5];
const confidence = 0.95;

/** The rows that most fixtures of metrics were computed from. */
export const judgedCases: Readonly<Record<string, Judged>> = Object.fromEntries(
  Object.entries(reference('metrics', 'cases').content.cases as Record<string, Json>).map(
    ([name, { y, p, w }]) => [
      name,
      { y: Uint8Array.from(y), p: Float64Array.from(p), ...(w ? { w: Float64Array.from(w) } : {}) },
    ],
  ),
);

interface OverCases {
  readonly name: string;
  readonly fixture: string;
  readonly kind: Comparison['kind'];
  readonly tolerance: number;
  readonly of: (data: Judged, expected: Json) => unknown;
}

function overCases({ fixture, of, ...rest }: OverCases): Comparison {
  const from = reference('metrics', fixture);
  const known = Object.entries(from.content.expected as Record<string, Json>).filter(
    ([, expected]) => expected !== null,
  );
  return {
    ...rest,
    from,
    floor,
    cases: () => known.map(([name, expected]) => [of(judgedCases[name]!, expected), expected]),
  };
}

const value = (estimate: object) => ('value' in estimate ? estimate.value : undefined);

const closed = (metric: Metric, tolerance: number): Comparison =>
  overCases({
    name: metric.id,
    fixture: metric.id,
    kind: 'closed form',
    tolerance,
    of: (data) => value(metric(data)),
  });

const atThresholds = (metric: ThresholdMetric): Comparison =>
  overCases({
    name: `${metric.id} at ${thresholds.join(', ')}`,
    fixture: metric.id,
    kind: 'closed form',
    tolerance: 1e-12,
    // Where the reference divides by zero ours has a reason: both are nulls.
    of: (data) => thresholds.map((threshold) => value(metric(data, threshold)) ?? null),
  });

const flexible = (metric: Metric): Comparison =>
  overCases({
    name: metric.id,
    fixture: metric.id,
    kind: 'iterative',
    tolerance: 1e-8,
    of: (data) => value(metric(data)),
  });

const recalibrated = [
  [calibrationInTheLarge, 'calibration_in_the_large'],
  [calibrationIntercept, 'calibration_intercept'],
  [calibrationSlope, 'calibration_slope'],
] as const;

const discrimination: Comparison[] = [
  closed(auroc, 1e-12),
  closed(auprc, 1e-12),
  overCases({
    name: 'delong, aurocInterval (plain and logit)',
    fixture: 'delong',
    kind: 'closed form',
    tolerance: 1e-11,
    of: (data) => {
      const [plain, logit] = (['plain', 'logit'] as const).map(
        (scale) => aurocInterval(data, { confidence, scale }) as Json,
      );
      const variance = (delong([data]) as Json).covariance?.[0];
      const { lower, upper } = plain;
      return { variance, lower, upper, logit_lower: logit.lower, logit_upper: logit.upper };
    },
  }),
  overCases({
    name: 'partialAuroc (area and McClish)',
    fixture: 'partial_auroc',
    kind: 'closed form',
    tolerance: 1e-11,
    of: (data) => ({ low: partialAuroc(data, [0, 0.1]), middle: partialAuroc(data, [0.2, 0.35]) }),
  }),
  overCases({ name: 'rocCurve', fixture: 'roc_curve', kind: 'closed form', tolerance: 1e-12, of: rocCurve }),
];

const overall: Comparison[] = [
  ...[brier, brierScaled, logLoss, ece].map((metric) => closed(metric, 1e-12)),
  closed(eceDebiased, 1e-11),
  closed(spiegelhalterZ, 1e-10),
  overCases({
    name: 'corpDecomposition',
    fixture: 'corp_decomposition',
    kind: 'closed form',
    tolerance: 1e-10,
    of: corpDecomposition,
  }),
];

const calibration: Comparison[] = [
  ...recalibrated.map(([metric, which]) =>
    overCases({
      name: `${metric.id}, with Wald limits`,
      fixture: which,
      kind: 'iterative',
      tolerance: 1e-8,
      of: (data) => ({ ...calibrationInterval(data, which, confidence), value: value(metric(data)) }),
    }),
  ),
  overCases({
    name: 'oeRatio, oeInterval',
    fixture: 'oe_ratio',
    kind: 'closed form',
    tolerance: 1e-12,
    of: (data) => ({ ...oeInterval(data, confidence), value: value(oeRatio(data)) }),
  }),
  ...[ici, e50, e90, emax, eci].map(flexible),
  overCases({
    name: 'calibrationCurve, pointwise and simultaneous band',
    fixture: 'calibration_curve',
    kind: 'iterative',
    tolerance: 1e-7,
    of: (data, { at }) => ({ at, ...calibrationCurve(data, Float64Array.from(at)) }),
  }),
  overCases({
    name: 'loessCalibrationCurve',
    fixture: 'loess_calibration_curve',
    kind: 'closed form',
    tolerance: 1e-11,
    of: (data, { at }) => ({ at, observed: loessCalibrationCurve(data, Float64Array.from(at)) }),
  }),
];

export const caseComparisons: readonly Comparison[] = [
  ...discrimination,
  ...overall,
  ...calibration,
  ...[sensitivity, specificity, ppv, npv, lrPositive, lrNegative, netBenefit, standardisedNetBenefit].map(
    atThresholds,
  ),
];
