import { formatInterval, formatValue, metricFacts } from '@raredx/report';
import type { EvidenceRow } from '@raredx/tables';

export interface LiveMeasure {
  readonly metric: string;
  readonly heading: string;
  /** Depends on the threshold. */
  readonly moves: boolean;
}

const at = (metric: string): LiveMeasure => ({ metric, heading: metricFacts(metric).heading, moves: true });
const whole = (metric: string): LiveMeasure => ({ ...at(metric), moves: false });

/** What is recomputed, in the order of the table. */
export const liveMeasures: readonly LiveMeasure[] = [
  { metric: 'flagged', heading: 'Flagged per 100', moves: true },
  at('sensitivity'),
  at('specificity'),
  at('ppv'),
  at('npv'),
  at('lr_positive'),
  at('lr_negative'),
  at('net_benefit'),
  at('net_benefit_treat_all'),
  whole('auroc'),
  whole('brier'),
  whole('oe_ratio'),
  whole('calibration_in_the_large'),
  whole('calibration_intercept'),
  whole('calibration_slope'),
];

/** A share of the patients is printed as any percentage is. */
const printedAs = (metric: string) => (metric === 'flagged' ? 'sensitivity' : metric);

export function printedValue({ metric, estimate }: EvidenceRow): string | null {
  return estimate === null ? null : formatValue(printedAs(metric), estimate);
}

export function printedInterval({ metric, lower, upper }: EvidenceRow): string | null {
  return lower === null || upper === null ? null : formatInterval(printedAs(metric), lower, upper);
}
