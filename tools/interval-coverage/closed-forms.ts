import {
  auprcInterval,
  auroc,
  aurocDifference,
  aurocInterval,
  brier,
  type Confusion,
  calibrationInterval,
  classTotals,
  clopperPearson,
  cohenKappa,
  confusion,
  type Judged,
  jeffreys,
  likelihoodRatioInterval,
  newcombeAuroc,
  oeInterval,
  predictiveValueAtPrevalence,
  wilson,
} from '@raredx/metrics';
import { normalQuantile } from '@raredx/stats';
import type { Sample } from './population.ts';
import { targetPrevalence } from './truth.ts';

export type Limits =
  | { readonly lower: number; readonly upper: number }
  | { readonly undefinedBecause: string };

/** One interval procedure: the metric whose truth it is to hold, and how it goes. */
export interface Procedure {
  readonly metric: string;
  readonly procedure: string;
  readonly limits: (sample: Prepared) => Limits;
}

export interface Prepared {
  readonly sample: Sample;
  readonly data: Judged;
  readonly table: Confusion;
}

const confidence = 0.95;

/** Threshold metrics are asked for at the prevalence. */
export function prepared(sample: Sample, prevalence: number): Prepared {
  const data = { y: sample.y, p: sample.good };
  return { sample, data, table: confusion(data, prevalence) };
}

/** The mean of n numbers with its normal interval: what a paper without a bootstrap gives for the Brier score. */
function brierNormal({ data }: Prepared): Limits {
  const { y, p } = data;
  const estimate = brier(data);
  if ('undefinedBecause' in estimate) return estimate;
  const squares = p.reduce((sum, risk, i) => sum + ((risk - y[i]!) ** 2 - estimate.value) ** 2, 0);
  const margin =
    (normalQuantile((1 + confidence) / 2) * Math.sqrt(squares / (y.length - 1))) / Math.sqrt(y.length);
  return { lower: estimate.value - margin, upper: estimate.value + margin };
}

function newcombe({ data }: Prepared): Limits {
  const estimate = auroc(data);
  if ('undefinedBecause' in estimate) return estimate;
  return newcombeAuroc(estimate.value, classTotals(data), confidence);
}

const aurocBy = (scale: 'logit' | 'plain', newcombeBelow?: number): Procedure['limits'] => {
  const options = { confidence, scale, ...(newcombeBelow === undefined ? {} : { newcombeBelow }) };
  return ({ data }) => aurocInterval(data, options);
};

/** Numerator and denominator of each proportion. */
const proportions: Readonly<Record<string, (table: Confusion) => readonly [number, number]>> = {
  sensitivity: (t) => [t.truePositive, t.truePositive + t.falseNegative],
  specificity: (t) => [t.trueNegative, t.trueNegative + t.falsePositive],
  ppv: (t) => [t.truePositive, t.truePositive + t.falsePositive],
  npv: (t) => [t.trueNegative, t.trueNegative + t.falseNegative],
};

const forProportions: Procedure[] = Object.entries(proportions).flatMap(([metric, count]) =>
  Object.entries({ Wilson: wilson, 'Clopper-Pearson': clopperPearson, Jeffreys: jeffreys }).map(
    ([procedure, interval]) => ({
      metric,
      procedure,
      limits: ({ table }: Prepared) => interval(...count(table), confidence),
    }),
  ),
);

/** Every interval of libs/metrics that needs no resampling. */
export const closedForms: readonly Procedure[] = [
  { metric: 'auroc', procedure: 'DeLong, logit scale', limits: aurocBy('logit') },
  { metric: 'auroc', procedure: 'DeLong, plain', limits: aurocBy('plain') },
  { metric: 'auroc', procedure: 'Newcombe 5', limits: newcombe },
  ...[10, 20, 30].map((below) => ({
    metric: 'auroc',
    procedure: `Newcombe 5 below ${below} of the rarer class, else DeLong, logit scale`,
    limits: aurocBy('logit', below),
  })),
  { metric: 'auprc', procedure: 'logit', limits: ({ data }) => auprcInterval(data, confidence) },
  { metric: 'brier', procedure: 'normal', limits: brierNormal },
  {
    metric: 'oe_ratio',
    procedure: 'log scale, expected fixed',
    limits: ({ data }) => oeInterval(data, confidence),
  },
  ...(['calibration_in_the_large', 'calibration_intercept', 'calibration_slope'] as const).map(
    (metric): Procedure => ({
      metric,
      procedure: 'Wald',
      limits: ({ data }) => calibrationInterval(data, metric, confidence),
    }),
  ),
  ...forProportions,
  ...(['ppv', 'npv'] as const).map(
    (which): Procedure => ({
      metric: `${which}_at_prevalence`,
      procedure: 'Mercaldo, logit',
      limits: ({ table }) =>
        predictiveValueAtPrevalence(table, which, { prevalence: targetPrevalence, confidence }),
    }),
  ),
  ...(['lr_positive', 'lr_negative'] as const).map(
    (which): Procedure => ({
      metric: which,
      procedure: 'log scale (Simel)',
      limits: ({ table }) => likelihoodRatioInterval(table, which, confidence),
    }),
  ),
  {
    metric: 'kappa',
    procedure: 'Fleiss-Cohen-Everitt',
    limits: ({ sample }) => cohenKappa(sample.readers, { confidence }),
  },
  {
    metric: 'difference:auroc',
    procedure: 'paired DeLong',
    limits: ({ sample }) => aurocDifference(sample.y, sample.good, sample.noisy, confidence),
  },
];
