/** Metrics that are corrected for optimism. */
export const optimismMetrics = [
  'auroc',
  'brier',
  'brier_scaled',
  'log_loss',
  'calibration_slope',
  'calibration_in_the_large',
] as const;

export type OptimismMetric = (typeof optimismMetrics)[number];
