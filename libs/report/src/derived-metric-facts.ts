import type { MetricFacts } from './metric-reading.ts';
import { rankingDescribed } from './ranking-metric-facts.ts';
import { type Described, uncertaintyDescribed } from './uncertainty-metric-facts.ts';

/** Statements with a name and meaning of their own. */
const described: Readonly<Record<string, Described>> = {
  ...uncertaintyDescribed,
  ...rankingDescribed,
  ece_debiased: [
    'expected calibration error, debiased',
    'ECE, debiased',
    3,
    'lower',
    0,
    'Expected calibration error less what chance alone would make of it.',
  ],
  net_benefit_gain: [
    'net benefit gained by the model',
    'Net benefit gained',
    3,
    'higher',
    null,
    'Net benefit over the better of treating all and treating none. Above 0 the model is worth using at the threshold.',
  ],
  ppv_at_prevalence: [
    'positive predictive value where the model will be used',
    'PPV at target prevalence, %',
    2,
    'higher',
    1,
    'Of the patients called positive where the model will be used, the share with the outcome: from sensitivity, specificity and the declared prevalence.',
    'percent',
  ],
  npv_at_prevalence: [
    'negative predictive value where the model will be used',
    'NPV at target prevalence, %',
    2,
    'higher',
    1,
    'Of the patients called negative where the model will be used, the share without the outcome.',
    'percent',
  ],
  alerts_per_true_positive: [
    'number needed to review',
    'Alerts per patient found',
    1,
    'lower',
    1,
    'How many positive calls somebody must review to find one patient, at the declared prevalence.',
  ],
  alerts_per_thousand: [
    'alerts per thousand patients',
    'Alerts per 1,000',
    1,
    'lower',
    null,
    'Positive calls among a thousand patients at the declared prevalence.',
  ],
  missed_per_thousand: [
    'patients missed per thousand',
    'Missed per 1,000',
    2,
    'lower',
    0,
    'Patients with the outcome but no positive call, among a thousand at the declared prevalence.',
  ],
  equalised_odds_difference: [
    'equalised odds difference (separation)',
    'Equalised odds difference',
    3,
    'lower',
    0,
    'Largest difference in sensitivity or specificity between any two groups.',
  ],
  selection_rate_difference: [
    'selection rate difference (independence)',
    'Selection rate difference',
    3,
    'none',
    0,
    'Largest difference between any two groups in the share called positive; groups that differ in their outcome should differ in it.',
  ],
  predictive_parity_difference: [
    'predictive parity difference (sufficiency)',
    'Predictive parity difference',
    3,
    'lower',
    0,
    'Largest difference in positive or negative predictive value between any two groups.',
  ],
  net_benefit_difference: [
    'net benefit difference between groups',
    'Net benefit difference',
    3,
    'lower',
    0,
    'Largest difference in net benefit between any two groups; part of it is how common the outcome is in each.',
  ],
  'interaction:calibration_intercept': [
    'test of equal calibration intercepts',
    'Equal intercepts, χ²',
    2,
    'lower',
    0,
    'Whether groups share one calibration intercept; the p-value is in the footnote.',
  ],
  'interaction:calibration_slope': [
    'test of equal calibration slopes',
    'Equal slopes, χ²',
    2,
    'lower',
    0,
    'Whether groups share one calibration slope, so that a risk means the same in each; the p-value is in the footnote.',
  ],
  'transport:membership_auroc': [
    'case mix: AUROC of membership',
    'Membership AUROC',
    3,
    'target',
    0.5,
    'How well external patients can be told from those of development. 0.5: the case mix is alike.',
  ],
  'transport:lp_mean_difference': [
    'case mix: difference of mean linear predictor',
    'Linear predictor, difference',
    2,
    'target',
    0,
    'How much higher the risks of external patients are on the logit scale.',
  ],
  'transport:lp_sd_ratio': [
    'case mix: ratio of spread of the linear predictor',
    'Linear predictor, SD ratio',
    2,
    'target',
    1,
    'Below 1 external patients are more alike than those of development, which by itself lowers the AUROC.',
  ],
  'transport:effective_sample_size': [
    'effective external patients after weighting',
    'Effective patients',
    0,
    'higher',
    null,
    'How many unweighted patients the weighted external ones are worth.',
  ],
  auroc_hand_till: [
    'AUROC over all pairs of classes (Hand–Till)',
    'AUROC, Hand–Till',
    3,
    'higher',
    1,
    'Mean chance, over all pairs of classes, that a patient of a class gets a higher risk of it than one of the other.',
  ],
  auroc_one_vs_rest: [
    'AUROC of each class against the rest, mean',
    'AUROC, one vs rest',
    3,
    'higher',
    1,
    'Mean over classes of the AUROC of one class against all others together.',
  ],
  polytomous_discrimination: [
    'polytomous discrimination index',
    'PDI',
    3,
    'higher',
    1,
    'Chance that, of one patient of each class, the right one has the highest risk of a class; one divided by the number of classes is a guess.',
  ],
  accuracy: [
    'accuracy',
    'Accuracy, %',
    1,
    'higher',
    1,
    'Share of samples whose most likely class is the true one.',
    'percent',
  ],
  balanced_accuracy: [
    'balanced accuracy',
    'Balanced accuracy, %',
    1,
    'higher',
    1,
    'Mean over classes of the share called right.',
    'percent',
  ],
  brier_multiclass: [
    'Brier score over classes',
    'Brier, classes',
    3,
    'lower',
    0,
    'Squared distance between risks and outcome, summed over classes.',
  ],
  log_loss_multiclass: [
    'log loss over classes',
    'Log loss, classes',
    3,
    'lower',
    0,
    'Mean negative log of the risk given to the true class.',
  ],
  multinomial_calibration_chi_square: [
    'test of calibration of all classes',
    'Classes calibrated, χ²',
    2,
    'lower',
    0,
    'Whether the risks of all classes together need recalibration; the p-value is in the footnote.',
  ],
};

/** What stands before the colon, and what it says of the metric behind it. */
const before: Readonly<Record<string, string>> = {
  pooled: 'mean of sites',
  next_site: 'expected at the next site',
  pooled_with_prior: 'mean of sites, with the spread seen in other models',
  next_site_with_prior: 'expected at the next site, with the spread seen in other models',
  tau_squared: 'variance between sites',
  shrunken: 'drawn to the mean of groups',
};

/** Parts of a change between development and an external cohort. */
const parts: Readonly<Record<string, string>> = {
  standardised: 'standardised to the development case mix',
  change: 'change from development',
  case_mix: 'change due to case mix',
  model: 'change due to the model',
};

const transported = /^transport:(.+)_(standardised|change|case_mix|model)$/;
const multinomial = /^multinomial_(intercept|slope):(.+)$/;

function read(of: MetricFacts, words: string, changes: Partial<MetricFacts> = {}): MetricFacts {
  return { ...of, title: `${of.title}, ${words}`, heading: `${of.heading}, ${words}`, plain: '', ...changes };
}

/** Facts of a statement made from another metric, or that stands beside the metrics; null for a plain metric. */
export function derivedFacts(metric: string, factsOf: (metric: string) => MetricFacts): MetricFacts | null {
  if (Object.hasOwn(described, metric)) {
    const [title, heading, decimals, favours, optimum, plain, percent] = described[metric] as Described;
    return { title, heading, decimals, favours, optimum, plain, percent: percent === 'percent' };
  }
  const [first = '', ...rest] = metric.split(':');
  if (rest.length > 0 && Object.hasOwn(before, first)) {
    const spread = { favours: 'lower', optimum: 0, decimals: 3, percent: false } as const;
    return read(factsOf(rest.join(':')), before[first] as string, first === 'tau_squared' ? spread : {});
  }
  const wrong = /^label_error_([\d.]+)$/.exec(first)?.[1];
  if (wrong !== undefined && rest.length > 0) {
    return read(factsOf(rest.join(':')), `if ${Number(wrong) * 100} % of the events were recorded wrongly`);
  }
  const [, of, part] = transported.exec(metric) ?? [];
  if (of !== undefined && part !== undefined) {
    const change = part === 'standardised' ? {} : ({ favours: 'none', optimum: 0 } as const);
    return read(factsOf(of), parts[part] as string, change);
  }
  const [, kind, classes] = multinomial.exec(metric) ?? [];
  if (classes !== undefined) {
    const title = `multinomial calibration ${kind}, ${classes.replace(':', ' on ')}`;
    const facts = { title, heading: `Multinomial ${kind}, ${classes.replace(':', ' on ')}`, plain: '' };
    return { ...factsOf('calibration_intercept'), ...facts, optimum: optimumOf(kind, classes) };
  }
  if (!metric.endsWith('_simultaneous')) return null;
  return read(factsOf(metric.replace(/_simultaneous$/, '')), 'simultaneous band');
}

/** Identity: 1 on a class's own log ratio, 0 on the others' and for an intercept. */
function optimumOf(kind: string | undefined, classes: string): number {
  const [own, on] = classes.split(':');
  return kind === 'slope' && own === on ? 1 : 0;
}
