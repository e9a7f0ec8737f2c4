import type { EvidenceRow } from '@raredx/tables';
import { metricFacts } from './metric-facts.ts';

const minus = '\u2212';
const narrowSpace = '\u202F';

/** Words for what has no value; the reason stands beside it. */
export const notEstimable = 'not estimable';

function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const isZero = Number(text) === 0;
  if (isZero && value > 0) return `<0.${'0'.repeat(decimals - 1)}1`;
  return (value < 0 && !isZero ? minus : '') + grouped(text);
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const spaced = whole.length > 4 ? whole.replace(/\B(?=(?:\d{3})+$)/g, narrowSpace) : whole;
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/**
 * Value of a metric with that metric's decimals; a positive value that would print as zero is `<0.001`.
 *
 * @example formatValue('auroc', 0.70217) // => '0.702'
 */
export function formatValue(metric: string, value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? `${minus}∞` : notEstimable;
  const { decimals, percent } = metricFacts(metric);
  if (decimals === 0) return Number.isInteger(value) ? formatCount(value) : fixed(value, 1);
  return fixed(percent ? value * 100 : value, decimals);
}

/**
 * Limits of an interval, joined by a dash, or by `to` in differences and where a minus sign would be misread.
 *
 * @example formatInterval('auroc', 0.669, 0.7354) // => '0.669–0.735'
 */
export function formatInterval(metric: string, lower: number, upper: number): string {
  const limits = [formatValue(metric, lower), formatValue(metric, upper)];
  const signed = metric.startsWith('difference:') || limits.some((limit) => limit.startsWith(minus));
  return limits.join(signed ? ' to ' : '–');
}

/** `0.702 (0.669–0.735)`, or the words for no value. */
export function formatEstimate(row: Pick<EvidenceRow, 'metric' | 'estimate' | 'lower' | 'upper'>): string {
  if (row.estimate === null) return notEstimable;
  const value = formatValue(row.metric, row.estimate);
  const interval =
    row.lower === null || row.upper === null ? '' : ` (${formatInterval(row.metric, row.lower, row.upper)})`;
  return value + interval;
}

/**
 * A count, with a narrow space between thousands from five digits on.
 *
 * @example formatCount(4028) // => '4028'
 */
export function formatCount(count: number): string {
  return (count < 0 ? minus : '') + grouped(Math.abs(count).toFixed(0));
}

/**
 * A share in [0, 1] as a percentage: thresholds, confidence.
 *
 * @example formatShare(0.125) // => '12.5\u202F%'
 */
export function formatShare(share: number): string {
  return `${formatScalar(Number((share * 100).toFixed(4)))}${narrowSpace}%`;
}

/** A percentage that is one already, one decimal. */
export function formatPercent(percent: number): string {
  return `${fixed(percent, 1)}${narrowSpace}%`;
}

/** Two decimals: standardised mean differences, kappa. */
export function formatTwoDecimals(value: number): string {
  return fixed(value, 2);
}

/** A bound as it was written in the policy, a setting, a provenance entry: no rounding that a reader could trip over. */
export function formatScalar(value: string | number | boolean | null): string {
  if (value === null) return 'none';
  if (typeof value !== 'number') return String(value);
  return String(value).replace(/^-/, minus);
}

/** An abscissa in a curve's data table. */
export function formatAbscissa(value: number): string {
  return value.toFixed(3).replace(/^-/, minus);
}
