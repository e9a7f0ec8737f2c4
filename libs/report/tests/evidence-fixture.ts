import { createHash } from 'node:crypto';
import type { EvidenceRow } from '@raredx/tables';

/** A made-up pack, every number from a formula: nothing here is a result. */

type Draft = Partial<EvidenceRow> & Pick<EvidenceRow, 'metric' | 'model' | 'partition'>;

export function evidenceRow(draft: Draft): EvidenceRow {
  const full = {
    label: 'relapse',
    site: null,
    attribute: null,
    level: null,
    threshold: null,
    estimate: null,
    lower: null,
    upper: null,
    confidence: 0.95,
    method: 'patient-level bootstrap, 2000 resamples, percentile',
    patients: draft.partition === 'external' ? 2171 : 1857,
    samples: draft.partition === 'external' ? 2171 : 1857,
    events: draft.partition === 'external' ? 300 : 271,
    undefinedBecause: null,
    note: null,
    ...draft,
  };
  const about = [
    full.metric,
    full.model,
    full.label,
    full.partition,
    full.site,
    full.attribute,
    full.level,
    full.threshold,
  ];
  return { id: createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12), ...full };
}

const around = (estimate: number, half: number) => ({
  estimate,
  lower: estimate - half,
  upper: estimate + half,
});

export const modelNames = ['network', 'logistic', 'transfer', 'prototypical_k20'];
const thresholds = [0.1, 0.2];

function wholeCohort(model: string, partition: string): EvidenceRow[] {
  const m = modelNames.indexOf(model);
  const shift = partition === 'external' ? 0.02 : 0;
  const at = { model, partition };
  return [
    evidenceRow({
      ...at,
      metric: 'auroc',
      ...around(0.722 - m * 0.006 - shift, 0.033),
      method: 'DeLong on the logit scale',
    }),
    evidenceRow({ ...at, metric: 'brier', ...around(0.111 + m * 0.001, 0.009) }),
    evidenceRow({ ...at, metric: 'log_loss', ...around(0.371 + m * 0.003, 0.021) }),
    evidenceRow({
      ...at,
      metric: 'calibration_in_the_large',
      ...around(-0.04 - shift, 0.12),
      method: 'Wald, logistic fit with offset',
    }),
    evidenceRow({
      ...at,
      metric: 'calibration_intercept',
      ...around(-0.21 - m * 0.03, 0.24),
      method: 'Wald, logistic fit',
    }),
    evidenceRow({
      ...at,
      metric: 'calibration_slope',
      ...around(0.83 + m * 0.04, 0.14),
      method: 'Wald, logistic fit',
    }),
    evidenceRow({ ...at, metric: 'oe_ratio', ...around(0.96 + m * 0.02, 0.1), method: 'log scale' }),
    evidenceRow({ ...at, metric: 'ici', ...around(0.014 + m * 0.002, 0.007) }),
    evidenceRow({ ...at, metric: 'emax', ...around(0.09, 0.05) }),
    ...thresholds.flatMap((threshold) => [
      evidenceRow({
        ...at,
        threshold,
        metric: 'sensitivity',
        ...around(0.71 - threshold, 0.05),
        method: 'Wilson',
      }),
      evidenceRow({
        ...at,
        threshold,
        metric: 'specificity',
        ...around(0.55 + threshold, 0.02),
        method: 'Wilson',
      }),
      evidenceRow({ ...at, threshold, metric: 'ppv', ...around(0.2 + threshold, 0.03), method: 'Wilson' }),
      evidenceRow({
        ...at,
        threshold,
        metric: 'npv',
        ...around(0.95 - threshold / 4, 0.01),
        method: 'Wilson',
      }),
    ]),
  ];
}

function curves(model: string, partition: string): EvidenceRow[] {
  const m = modelNames.indexOf(model);
  const at = { model, partition };
  const grid = (n: number) => Array.from({ length: n }, (_, i) => i);
  return [
    ...grid(40).map((i) => {
      const p = 0.02 + i * 0.015;
      const observed = p * (1.08 - 0.5 * p) + m * 0.004;
      const half = 0.01 + 0.25 * p * p;
      return evidenceRow({
        ...at,
        metric: 'calibration_curve',
        threshold: p,
        estimate: observed,
        lower: Math.max(0, observed - half),
        upper: observed + half,
        method: 'restricted cubic spline, 4 knots',
      });
    }),
    ...grid(40).map((i) =>
      evidenceRow({
        ...at,
        metric: 'risk_histogram_event',
        threshold: i * 0.02,
        estimate: i > 32 ? 0 : Math.round(24 * Math.exp(-(((i - 6) / 7) ** 2))),
        lower: null,
        upper: null,
        confidence: null,
        method: 'count',
      }),
    ),
    ...grid(40).map((i) =>
      evidenceRow({
        ...at,
        metric: 'risk_histogram_nonevent',
        threshold: i * 0.02,
        estimate: i > 32 ? 0 : Math.round(300 * Math.exp(-(((i - 4) / 3) ** 2))),
        lower: null,
        upper: null,
        confidence: null,
        method: 'count',
      }),
    ),
    ...grid(50).map((i) => {
      const t = (i + 1) / 100;
      const value = 0.14 * Math.exp(-7 * t) - m * 0.001;
      return evidenceRow({ ...at, metric: 'net_benefit', threshold: t, ...around(value, 0.006 + 0.01 * t) });
    }),
    ...grid(50).map((i) => {
      const t = (i + 1) / 100;
      return evidenceRow({
        ...at,
        metric: 'net_benefit_treat_all',
        threshold: t,
        estimate: 0.14 - (0.86 * t) / (1 - t),
        confidence: null,
        method: 'by definition',
      });
    }),
    ...grid(51).map((i) =>
      evidenceRow({
        ...at,
        metric: 'roc_curve',
        threshold: i / 50,
        estimate: (i / 50) ** (0.42 + m * 0.02),
        confidence: null,
        method: 'empirical',
      }),
    ),
  ];
}

const attributes: Readonly<Record<string, readonly string[]>> = {
  age_band: ['under 12 months', '12–35 months', '36–71 months', '72 months and over'],
  stage: ['I', 'II', 'III', 'IV'],
  histology: ['favourable', 'unfavourable', 'unknown'],
};

function subgroups(model: string, partition: string): EvidenceRow[] {
  return Object.entries(attributes).flatMap(([attribute, levels]) =>
    levels.flatMap((level, i) => {
      const events = level === 'unknown' ? 0 : 22 + 31 * i;
      const at = {
        model,
        partition,
        attribute,
        level,
        events,
        patients: level === 'unknown' ? 9 : 210 + 140 * i,
      };
      if (events === 0) {
        return ['auroc', 'calibration_slope', 'oe_ratio'].map((metric) =>
          evidenceRow({ ...at, metric, confidence: null, method: 'none', undefinedBecause: 'no events' }),
        );
      }
      return [
        evidenceRow({
          ...at,
          metric: 'auroc',
          ...around(0.66 + 0.02 * i, 0.11 - 0.015 * i),
          method: 'DeLong on the logit scale',
        }),
        evidenceRow({
          ...at,
          metric: 'calibration_slope',
          ...around(0.7 + 0.12 * i, 0.5 - 0.08 * i),
          method: 'Wald, logistic fit',
        }),
        evidenceRow({
          ...at,
          metric: 'oe_ratio',
          ...around(1.2 - 0.1 * i, 0.35 - 0.05 * i),
          method: 'log scale',
        }),
        evidenceRow({
          ...at,
          metric: 'sensitivity',
          threshold: 0.2,
          ...around(0.5 + 0.04 * i, 0.15),
          method: 'Wilson',
        }),
      ];
    }),
  );
}

function differences(partition: string): EvidenceRow[] {
  return modelNames
    .filter((model) => model !== 'logistic')
    .flatMap((model, i) => {
      const at = { model, partition, attribute: 'model', level: `${model} − logistic` };
      return [
        evidenceRow({
          ...at,
          metric: 'difference:auroc',
          ...around(-0.004 - i * 0.009, 0.008),
          method: 'paired DeLong',
        }),
        evidenceRow({ ...at, metric: 'difference:brier', ...around(0.0004 + i * 0.001, 0.0011) }),
      ];
    });
}

export function evidenceRows(): EvidenceRow[] {
  return ['internal', 'external'].flatMap((partition) => [
    ...modelNames.flatMap((model) => [...wholeCohort(model, partition), ...curves(model, partition)]),
    ...subgroups('network', partition),
    ...subgroups('logistic', partition),
    ...differences(partition),
    evidenceRow({
      metric: 'calibration_slope',
      model: 'prototypical_k5',
      partition,
      confidence: null,
      method: 'none',
      undefinedBecause: 'p is exactly 0 or 1 in 12 rows',
    }),
    evidenceRow({
      metric: 'auroc',
      model: 'prototypical_k5',
      partition,
      ...around(0.61, 0.04),
      method: 'DeLong on the logit scale',
    }),
  ]);
}
