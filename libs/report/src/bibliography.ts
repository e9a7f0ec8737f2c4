import type { EvidenceRow } from '@raredx/tables';
import { baseMetric } from './metric-facts.ts';
import type { Pack } from './pack.ts';

export interface Reference {
  /** What it is cited for. */
  readonly method: string;
  readonly text: string;
}

type Uses = (row: EvidenceRow) => boolean;
const metric =
  (...names: readonly string[]): Uses =>
  (row) =>
    names.includes(baseMetric(row.metric));
const method =
  (pattern: RegExp): Uses =>
  (row) =>
    pattern.test(row.method);
const starts =
  (pattern: RegExp): Uses =>
  (row) =>
    pattern.test(row.metric);

// biome-ignore format: one reference a line
const byRow: readonly (readonly [method: string, uses: Uses, text: string])[] = [
  ['AUROC and its interval', method(/DeLong/), 'DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Comparing the areas under two or more correlated receiver operating characteristic curves. Biometrics 44:837–845'],
  ['Precision–recall curve', metric('auprc'), 'Saito T, Rehmsmeier M (2015) The precision-recall plot is more informative than the ROC plot when evaluating binary classifiers on imbalanced datasets. PLoS ONE 10:e0118432'],
  ['Brier score', metric('brier', 'brier_scaled'), 'Brier GW (1950) Verification of forecasts expressed in terms of probability. Monthly Weather Review 78:1–3'],
  ['Calibration hierarchy', metric('calibration_slope', 'calibration_intercept', 'calibration_in_the_large', 'oe_ratio'), 'Van Calster B et al. (2016) A calibration hierarchy for risk models was defined: from utopia to empirical data. Journal of Clinical Epidemiology 74:167–176'],
  ['Integrated calibration index', metric('ici', 'e50', 'e90', 'emax'), 'Austin PC, Steyerberg EW (2019) The Integrated Calibration Index (ICI) and related metrics for quantifying the calibration of logistic regression models. Statistics in Medicine 38:4051–4065'],
  ['Spiegelhalter test', metric('spiegelhalter_z'), 'Spiegelhalter DJ (1986) Probabilistic prediction in patient management and clinical trials. Statistics in Medicine 5:421–433'],
  ['Expected calibration error', metric('ece', 'ece_debiased'), 'Naeini MP, Cooper GF, Hauskrecht M (2015) Obtaining well calibrated probabilities using Bayesian binning. AAAI Conference on Artificial Intelligence, 2901–2907'],
  ['Decision curve, net benefit', metric('net_benefit', 'standardised_net_benefit', 'net_benefit_treat_all'), 'Vickers AJ, Elkin EB (2006) Decision curve analysis: a novel method for evaluating prediction models. Medical Decision Making 26:565–574'],
  ['Interval of a proportion', method(/Wilson/), 'Wilson EB (1927) Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22:209–212'],
  ['Bootstrap', method(/bootstrap/), 'Efron B, Tibshirani RJ (1993) An Introduction to the Bootstrap. Chapman & Hall'],
  ['Several comparisons', (row) => /Holm/.test(`${row.note} ${row.method}`), 'Holm S (1979) A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6:65–70'],
  ['Optimism', starts(/^optimism/), 'Steyerberg EW et al. (2001) Internal validation of predictive models: efficiency of some procedures for logistic regression analysis. Journal of Clinical Epidemiology 54:774–781'],
  ['The .632+ estimator', starts(/^optimism_632_plus:/), 'Efron B, Tibshirani R (1997) Improvements on cross-validation: the .632+ bootstrap method. Journal of the American Statistical Association 92:548–560'],
  ['Interval of a corrected value', starts(/^optimism_corrected:/), 'Noma H et al. (2021) Confidence intervals of prediction accuracy measures for multivariable prediction models based on the bootstrap-based optimism correction methods. Statistics in Medicine 40:5691–5701'],
  ['Instability', starts(/^(instability_|classification_instability)/), 'Riley RD, Collins GS (2023) Stability of clinical prediction models developed using statistical or machine learning methods. Biometrical Journal 65:2200302'],
  ['Prediction sets', starts(/^conformal/), 'Vovk V, Gammerman A, Shafer G (2005) Algorithmic Learning in a Random World. Springer'],
  ['Refusing to answer', starts(/^(risk_coverage|aurc|coverage_at_error)/), 'Geifman Y, El-Yaniv R (2017) Selective classification for deep neural networks. Advances in Neural Information Processing Systems 30'],
  ['Shift of prevalence', starts(/^label_shift/), 'Saerens M, Latinne P, Decaestecker C (2002) Adjusting the outputs of a classifier to new a priori probabilities: a simple procedure. Neural Computation 14:21–41'],
  ['Recalibration, Platt', (row) => row.model.endsWith('+platt'), 'Platt J (1999) Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods. Advances in Large Margin Classifiers, 61–74'],
  ['Recalibration, isotonic', (row) => row.model.endsWith('+isotonic'), 'Zadrozny B, Elkan C (2002) Transforming classifier scores into accurate multiclass probability estimates. KDD, 694–699'],
  ['Recalibration, beta', (row) => row.model.endsWith('+beta'), 'Kull M, Silva Filho T, Flach P (2017) Beta calibration. AISTATS, PMLR 54:623–631'],
];

// biome-ignore format: one reference a line
const byPack: readonly (readonly [method: string, uses: (pack: Pack) => boolean, text: string])[] = [
  ['Agreement of readers', ({ input }) => input.labelNoise !== null, 'Cohen J (1960) A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20:37–46'],
  ['Standardised difference', ({ input }) => (input.tableOne?.rows ?? []).some(({ smd }) => smd !== null), 'Austin PC (2009) Balance diagnostics for comparing the distribution of baseline covariates between treatment groups in propensity-score matched samples. Statistics in Medicine 28:3083–3107'],
  ['Prototypical learners', ({ input }) => input.models.some(({ kind }) => kind === 'prototypical'), 'Snell J, Swersky K, Zemel R (2017) Prototypical networks for few-shot learning. Advances in Neural Information Processing Systems 30'],
  ['Transfer learning', ({ input }) => input.models.some(({ kind }) => kind === 'transfer'), 'Pan SJ, Yang Q (2010) A survey on transfer learning. IEEE Transactions on Knowledge and Data Engineering 22:1345–1359'],
  ['Reporting', () => true, 'Collins GS et al. (2024) TRIPOD+AI statement: updated guidance for reporting clinical prediction models that use regression or machine learning methods. BMJ 385:e078378'],
  ['No model is validated once and for all', () => true, 'Van Calster B et al. (2023) There is no such thing as a validated prediction model. BMC Medicine 21:70'],
];

/** References of every method that this pack's rows and documents used, and of no other. */
export function referencesOf(pack: Pack): readonly Reference[] {
  const { rows } = pack.evidence;
  const used = byRow
    .filter(([, uses]) => rows.some(uses))
    .map(([title, , text]) => ({ method: title, text }));
  const more = byPack.filter(([, uses]) => uses(pack)).map(([title, , text]) => ({ method: title, text }));
  return [...used, ...more];
}
