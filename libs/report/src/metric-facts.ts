import { derivedFacts } from './derived-metric-facts.ts';
import type { MetricFacts } from './metric-reading.ts';

type Row = readonly [
  title: string,
  heading: string,
  decimals: number,
  favours: MetricFacts['favours'],
  optimum: number | null,
  plain: string,
  percent?: 'percent',
];

const rows: Readonly<Record<string, Row>> = {
  auroc: [
    'AUROC',
    'AUROC',
    3,
    'higher',
    1,
    'Chance that a patient with the outcome gets a higher predicted risk than one without. 0.5 is a coin, 1 is perfect ordering. Says nothing about whether the risks themselves are right.',
  ],
  auroc_plain: [
    'AUROC',
    'AUROC (plain DeLong)',
    3,
    'higher',
    1,
    'AUROC with its interval on the plain scale, for comparison with other software.',
  ],
  auprc: [
    'area under the precision–recall curve',
    'AUPRC',
    3,
    'higher',
    1,
    'Average precision as the threshold falls. Chance level is the observed rate of the outcome, so compare it within one cohort only.',
  ],
  brier: [
    'Brier score',
    'Brier',
    3,
    'lower',
    0,
    'Mean squared distance between predicted risk and what happened. 0 is perfect; read it beside that of predicting the observed rate for everybody.',
  ],
  brier_scaled: [
    'scaled Brier score',
    'Scaled Brier',
    3,
    'higher',
    1,
    'Brier score rescaled: 0 is no better than the observed rate for everybody, 1 is perfect, below 0 is worse.',
  ],
  log_loss: [
    'log loss',
    'Log loss',
    3,
    'lower',
    0,
    'Mean negative log likelihood; punishes confident mistakes hard.',
  ],
  calibration_in_the_large: [
    'calibration in the large',
    'Calibration in the large',
    2,
    'target',
    0,
    'Whether risks are right on average, on the logit scale. 0 is right, above 0 the model predicts too little, below 0 too much.',
  ],
  calibration_intercept: [
    'calibration intercept',
    'Calibration intercept',
    2,
    'target',
    0,
    'Intercept of the logistic recalibration fitted together with the slope. 0 is ideal.',
  ],
  calibration_slope: [
    'calibration slope',
    'Calibration slope',
    2,
    'target',
    1,
    'Whether risks are spread correctly. 1 is ideal; below 1 high risks are too high and low risks too low, the sign of overfitting.',
  ],
  oe_ratio: [
    'observed / expected ratio',
    'O/E',
    2,
    'target',
    1,
    'Events observed divided by events predicted. 1 is ideal; above 1 the model predicts too few.',
  ],
  ici: [
    'integrated calibration index',
    'ICI',
    3,
    'lower',
    0,
    'Mean distance between predicted risk and the flexible calibration curve, over the patients.',
  ],
  e50: ['median calibration error', 'E50', 3, 'lower', 0, 'Median of that distance.'],
  e90: [
    '90th percentile of calibration error',
    'E90',
    3,
    'lower',
    0,
    'Distance not exceeded for nine patients in ten.',
  ],
  emax: ['largest calibration error', 'Emax', 3, 'lower', 0, 'Largest of these distances.'],
  eci: [
    'estimated calibration index',
    'ECI',
    3,
    'lower',
    0,
    'Mean squared distance to the flexible calibration curve.',
  ],
  ece: [
    'expected calibration error',
    'ECE',
    3,
    'lower',
    0,
    'Mean distance in ten bins of risk; depends on the bins, given for comparison with other work.',
  ],
  spiegelhalter_z: [
    'Spiegelhalter z',
    'Spiegelhalter z',
    2,
    'target',
    0,
    'Test statistic of calibration; beyond ±1.96 the risks disagree with the outcomes.',
  ],
  sensitivity: [
    'sensitivity',
    'Sensitivity, %',
    1,
    'higher',
    1,
    'Of the patients with the outcome, the share called positive at the threshold.',
    'percent',
  ],
  specificity: [
    'specificity',
    'Specificity, %',
    1,
    'higher',
    1,
    'Of the patients without the outcome, the share called negative at the threshold.',
    'percent',
  ],
  ppv: [
    'positive predictive value',
    'PPV, %',
    1,
    'higher',
    1,
    'Of the patients called positive, the share with the outcome. Holds for a population with this rate of the outcome.',
    'percent',
  ],
  npv: [
    'negative predictive value',
    'NPV, %',
    1,
    'higher',
    1,
    'Of the patients called negative, the share without the outcome.',
    'percent',
  ],
  lr_positive: [
    'positive likelihood ratio',
    'LR+',
    2,
    'higher',
    null,
    'How much a positive call multiplies the odds.',
  ],
  lr_negative: [
    'negative likelihood ratio',
    'LR−',
    2,
    'lower',
    0,
    'How much a negative call multiplies the odds.',
  ],
  net_benefit: [
    'net benefit',
    'Net benefit',
    3,
    'higher',
    null,
    'True positives per patient, less false positives weighted by the odds of the threshold. Useful only where it lies above both treating all and treating none (0).',
  ],
  net_benefit_treat_all: [
    'net benefit of treating all',
    'Net benefit, treat all',
    3,
    'none',
    null,
    'What acting on every patient would give.',
  ],
  standardised_net_benefit: [
    'standardised net benefit',
    'Standardised net benefit',
    3,
    'higher',
    1,
    'Net benefit divided by the observed rate of the outcome; 1 is the most there can be.',
  ],
  top_1: [
    'top-1 accuracy',
    'Top 1, %',
    1,
    'higher',
    1,
    'Share of cases whose true diagnosis is ranked first.',
    'percent',
  ],
  top_3: [
    'top-3 accuracy',
    'Top 3, %',
    1,
    'higher',
    1,
    'Share of cases whose true diagnosis is in the first three.',
    'percent',
  ],
  top_10: [
    'top-10 accuracy',
    'Top 10, %',
    1,
    'higher',
    1,
    'Share of cases whose true diagnosis is in the first ten.',
    'percent',
  ],
  mrr: [
    'mean reciprocal rank',
    'MRR',
    3,
    'higher',
    1,
    'Mean of one divided by the rank of the true diagnosis.',
  ],
  calibration_curve: [
    'observed risk',
    'Observed risk',
    3,
    'none',
    null,
    'Flexible curve of observed against predicted risk.',
  ],
  roc_curve: [
    'sensitivity',
    'Sensitivity',
    3,
    'none',
    null,
    'Sensitivity against 1 − specificity over all thresholds.',
  ],
  risk_histogram_event: [
    'patients with the outcome',
    'With outcome',
    0,
    'none',
    null,
    'Patients in a bin of predicted risk.',
  ],
  risk_histogram_nonevent: [
    'patients without it',
    'Without outcome',
    0,
    'none',
    null,
    'Patients in a bin of predicted risk.',
  ],
};

/** The metric inside `difference:x`, `ratio:x`, `optimism_corrected:x` and the like; the name itself otherwise. */
export function baseMetric(metric: string): string {
  return metric.replace(prefix, '');
}

const prefix = /^(?:difference|ratio|apparent|optimism(?:_corrected|_632(?:_plus)?)?|label_error_[a-z_]+):/;

const contrasts = { difference: 'difference in ', ratio: 'ratio of ' } as const;

const corrections: Readonly<Record<string, string>> = {
  apparent: 'apparent',
  optimism: 'optimism',
  optimism_corrected: 'corrected',
  optimism_632: '.632',
  optimism_632_plus: '.632+',
};

/** Facts of any metric: of one nobody described, its name and three decimals. */
export function metricFacts(metric: string): MetricFacts {
  const derived = derivedFacts(metric, metricFacts);
  if (derived !== null) return derived;
  const base = baseMetric(metric);
  const named = base.replaceAll('_', ' ');
  const [name, head, decimals, favours, optimum, plain, percent] =
    (Object.hasOwn(rows, base) ? rows[base] : undefined) ?? ([named, named, 3, 'none', null, ''] as Row);
  const own = {
    title: name,
    heading: head,
    decimals,
    favours,
    optimum,
    plain,
    percent: percent === 'percent',
  };
  const facts = derivedFacts(base, metricFacts) ?? own;
  const { title, heading } = facts;
  if (metric === base) return facts;
  const [before = ''] = metric.split(':');
  if (!Object.hasOwn(contrasts, before)) {
    const word = Object.hasOwn(corrections, before) ? corrections[before] : before.replaceAll('_', ' ');
    return { ...facts, title: `${title}, ${word}`, heading: `${heading}, ${word}`, plain: '' };
  }
  const kind = metric.startsWith('ratio:') ? 'ratio' : 'difference';
  return {
    ...facts,
    title: contrasts[kind] + title,
    heading: `${kind === 'ratio' ? 'Ratio of' : 'Difference in'} ${heading}`,
    percent: kind === 'difference' && facts.percent,
    decimals: kind === 'ratio' ? 2 : facts.decimals,
    plain: '',
  };
}
