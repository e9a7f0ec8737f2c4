/**
 * One statement: a metric of one model on one population, with its interval and what it rests on.
 * `estimate` is null exactly where `undefinedBecause` is set.
 */
export interface EvidenceRow {
  /** Short hash of what the row is about (not of its value), so that packs can be compared row by row. */
  readonly id: string;
  /** A name of the design's list, or a curve: see {@link curveMetrics}. */
  readonly metric: string;
  readonly model: string;
  readonly label: string;
  readonly partition: string;
  /** Null: all sites of the partition together. */
  readonly site: string | null;
  /** Subgroup attribute and level; null for the whole cohort. */
  readonly attribute: string | null;
  readonly level: string | null;
  /** Decision threshold, or a curve's abscissa. */
  readonly threshold: number | null;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly confidence: number | null;
  /** How the interval was made, or the estimate where it has none. */
  readonly method: string;
  readonly patients: number;
  readonly samples: number;
  readonly events: number;
  readonly undefinedBecause: string | null;
  readonly note: string | null;
}

/**
 * Curves are evidence too, one row a point, so that a figure draws nothing that is not a row.
 * calibration_curve: threshold = predicted risk, estimate = observed risk (flexible curve).
 * risk_histogram_event, risk_histogram_nonevent: threshold = lower edge of a bin of width 0.02, estimate = count.
 * net_benefit, net_benefit_treat_all: threshold = decision threshold.
 * roc_curve: threshold = 1 − specificity, estimate = sensitivity.
 * risk_coverage: threshold = share of samples answered, estimate = share of those answered wrongly.
 * instability_curve: threshold = risk by the model as fitted, estimate and limits = risk by models refitted on resamples.
 * instability_mape_quantile: threshold = share of the samples, estimate = quantile of their mean absolute difference.
 */
export const curveMetrics = [
  'calibration_curve',
  'risk_histogram_event',
  'risk_histogram_nonevent',
  'net_benefit',
  'net_benefit_treat_all',
  'roc_curve',
  'risk_coverage',
  'instability_curve',
  'instability_mape_quantile',
] as const;

export interface EvidenceFile {
  readonly schemaVersion: 1;
  /** What the numbers follow from: hashes of predictions and plan, seed, software version. No clock, no host. */
  readonly provenance: Readonly<Record<string, string | number | boolean | null>>;
  readonly rows: readonly EvidenceRow[];
}
