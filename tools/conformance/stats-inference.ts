import {
  bcaInterval,
  benjaminiHochberg,
  binormalLinearPredictor,
  classificationAt,
  coxSnellFromAuroc,
  developmentSize,
  holm,
  type Interval,
  impliedPrevalence,
  maximumCoxSnell,
  maxT,
  maxTCritical,
  metaAnalysis,
  normalLinearPredictor,
  percentileInterval,
  plannedMeasures,
  poolImputations,
  shrunkEffects,
  shrunkProportions,
  sizeForWidth,
  slopeInformation,
  studentisedInterval,
} from '@raredx/stats';
import type { Comparison, Pair } from './comparison.ts';
import { type Json, reference } from './reference.ts';

const scipy = reference('stats', 'bootstrap-intervals');
const multiplicity = reference('stats', 'multiplicity');
const pooling = reference('stats', 'pooling');
const shrunk = reference('stats', 'shrunk-proportions');
const sizes = reference('stats', 'sample-size');

const limits = (made: Interval | { undefinedBecause: string }) =>
  'lower' in made ? [made.lower, made.upper] : undefined;

const bootstrapIntervals = {
  percentileInterval: [
    'percentile',
    (c: Json) => percentileInterval(Float64Array.from(c.replicates), c.confidence),
  ],
  bcaInterval: [
    'BCa',
    (c: Json) =>
      bcaInterval(
        {
          replicates: Float64Array.from(c.replicates),
          estimate: c.estimate,
          leaveOneOut: Float64Array.from(c.leaveOneOut),
        },
        c.confidence,
      ),
  ],
  studentisedInterval: [
    'studentised',
    (c: Json) =>
      studentisedInterval(
        {
          ...c,
          replicates: Float64Array.from(c.replicates),
          replicateErrors: Float64Array.from(c.replicateErrors),
        },
        c.confidence,
      ),
  ],
} as const;

const resampling: Comparison[] = Object.entries(bootstrapIntervals).map(([name, [key, of]]) => ({
  name: `${name}, on the same replicates`,
  from: scipy,
  by: 'scipy',
  kind: 'closed form',
  tolerance: 1e-12,
  cases: () => scipy.content.cases.map((c: Json) => [limits(of(c)), c.intervals[key]]),
}));

const multiple: Comparison[] = [
  ...(
    [
      ['holm', holm, 'holm'],
      ['benjaminiHochberg', benjaminiHochberg, 'bh'],
    ] as const
  ).map(
    ([name, of, key]): Comparison => ({
      name,
      from: multiplicity,
      kind: 'closed form',
      tolerance: 1e-15,
      cases: () => multiplicity.content.cases.adjusted.map((c: Json) => [of(Float64Array.from(c.p)), c[key]]),
    }),
  ),
  {
    name: 'maxT, maxTCritical',
    from: multiplicity,
    kind: 'closed form',
    tolerance: 1e-14,
    cases: () => {
      const c = multiplicity.content.cases.maxT;
      const replicates = c.replicates.map((row: number[]) => Float64Array.from(row));
      const adjusted = maxT({ observed: Float64Array.from(c.observed), replicates });
      return [
        [
          { adjusted, critical: [maxTCritical(replicates, 0.95)] },
          { adjusted: c.adjusted, critical: c.critical },
        ],
      ];
    },
  },
];

function metaPair(c: Json, method: 'reml' | 'dl'): Pair {
  const studies = c.effects.map((effect: number, i: number) => ({ effect, variance: c.variances[i] }));
  const fit = metaAnalysis(studies, { confidence: 0.95, method, predictionDf: c.effects.length - 1 });
  const { estimate, se, ci, tau2, tau2ci, q, qp, blup, prediction_k1 } = c[method];
  if ('undefinedBecause' in fit) return [undefined, c[method]];
  const prediction = 'lower' in fit.prediction ? [fit.prediction.lower, fit.prediction.upper] : undefined;
  return [
    {
      ...fit,
      interval: limits(fit.interval),
      tauSquaredInterval: limits(fit.tauSquaredInterval),
      shrunk: shrunkEffects(studies, fit),
      prediction,
    },
    {
      estimate,
      standardError: se,
      interval: ci,
      tauSquared: tau2,
      tauSquaredInterval: tau2ci,
      q,
      qPValue: qp,
      shrunk: blup,
      prediction: prediction_k1,
    },
  ];
}

const pooled: Comparison[] = [
  {
    name: 'metaAnalysis, shrunkEffects (REML and DerSimonian–Laird, Hartung–Knapp)',
    from: pooling,
    by: 'metafor',
    kind: 'iterative',
    tolerance: 1e-8,
    floor: 1e-6,
    cases: () => pooling.content.cases.meta.flatMap((c: Json) => [metaPair(c, 'reml'), metaPair(c, 'dl')]),
  },
  {
    name: 'poolImputations',
    from: pooling,
    by: 'mice',
    kind: 'closed form',
    tolerance: 1e-12,
    cases: () =>
      pooling.content.cases.rubin.map((c: Json) => {
        const numbers = {
          estimates: Float64Array.from(c.estimates),
          variances: Float64Array.from(c.variances),
        };
        const completeDf = c.completeDf === 'Inf' ? Number.POSITIVE_INFINITY : c.completeDf;
        const { estimate, within, between, total, df, fmi } = c;
        return [
          poolImputations({ ...numbers, completeDf }, 0.95),
          { estimate, within, between, total, df, missingInformation: fmi },
        ];
      }),
  },
  {
    name: 'shrunkProportions',
    from: shrunk,
    kind: 'iterative',
    tolerance: 1e-10,
    cases: () =>
      shrunk.content.cases.map((c: Json) => [
        shrunkProportions(c.groups.map(([events, total]: [number, number]) => ({ events, total }))),
        { mean: c.mean, dispersion: c.dispersion, shrunk: c.shrunk },
      ]),
  },
];

const spreadOf = (c: Json) =>
  c.kind === 'normal' ? normalLinearPredictor(c.mean, c.sd) : binormalLinearPredictor(c.auroc, c.prevalence);

const planned: Comparison[] = [
  {
    name: 'impliedPrevalence, slopeInformation, classificationAt',
    from: sizes,
    by: 'mpmath',
    kind: 'closed form',
    tolerance: 1e-10,
    floor: 1e-10,
    cases: () =>
      sizes.content.cases.spread.map((c: Json) => {
        const spread = spreadOf(c);
        const { positives, sensitivity, specificity, information, prevalence_implied } = c;
        return [
          {
            ...classificationAt(c.threshold, spread),
            information: slopeInformation(spread),
            prevalence: impliedPrevalence(spread),
          },
          { positives, sensitivity, specificity, information, prevalence: prevalence_implied },
        ];
      }),
  },
  {
    name: 'coxSnellFromAuroc',
    from: sizes,
    by: 'mpmath',
    kind: 'closed form',
    tolerance: 1e-8,
    why: 'near an AUROC of one half R² is a difference of likelihoods that agree in their first digits',
    cases: () =>
      sizes.content.cases.coxSnell.map(([auroc, prevalence, value]: number[]) => [
        coxSnellFromAuroc(auroc!, prevalence!),
        value,
      ]),
  },
  {
    name: 'developmentSize, maximumCoxSnell',
    from: sizes,
    by: 'mpmath',
    kind: 'closed form',
    tolerance: 1e-14,
    cases: () =>
      sizes.content.cases.development.map(({ patients, maximum, ...plan }: Json) => [
        {
          patients: developmentSize(plan).criteria.map((one) => one.patients),
          maximum: maximumCoxSnell(plan.prevalence),
        },
        { patients, maximum },
      ]),
  },
  {
    name: 'plannedMeasures, sizeForWidth',
    from: sizes,
    by: 'mpmath',
    kind: 'closed form',
    tolerance: 0,
    cases: () =>
      sizes.content.cases.validation.map(({ linearPredictor, widths, patients, ...rest }: Json) => {
        const measures = plannedMeasures({ ...rest, linearPredictor: spreadOf(linearPredictor) });
        const size = (id: string) =>
          sizeForWidth(measures.find((one) => one.id === id)!, widths[id]) as { value?: number };
        return [Object.fromEntries(Object.keys(patients).map((id) => [id, size(id).value])), patients];
      }),
  },
];

export const inferenceComparisons: readonly Comparison[] = [
  ...resampling,
  ...multiple,
  ...pooled,
  ...planned,
];
