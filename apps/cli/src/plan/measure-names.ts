/** What a measure is called in a sentence. */
export const measureNames: Readonly<Record<string, string>> = {
  auroc: 'AUROC',
  calibration_slope: 'calibration slope',
  oe_ratio: 'O/E',
  standardised_net_benefit: 'standardised net benefit',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  ppv: 'PPV',
  npv: 'NPV',
};

/**
 * Widths of 95 % interval that an external validation should reach: the published defaults for O/E, slope, AUROC and
 * standardised net benefit, ±0.1 for what a threshold does.
 */
export const targetWidths: Readonly<Record<string, number>> = {
  oe_ratio: 0.2,
  calibration_slope: 0.2,
  auroc: 0.1,
  standardised_net_benefit: 0.2,
  sensitivity: 0.2,
  specificity: 0.2,
  ppv: 0.2,
  npv: 0.2,
};
