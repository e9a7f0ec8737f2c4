import { expit, logit } from '@raredx/stats';
import type { EvidenceRow } from '@raredx/tables';

/** A monotone transform on which an interval has one half-width; NaN outside its domain. */
export interface Scale {
  readonly name: 'identity' | 'logit' | 'log';
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

/** An evidence row whose point and interval are there. */
export interface Measured extends EvidenceRow {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
}

const identity: Scale = { name: 'identity', to: (value) => value, from: (value) => value };
const log: Scale = { name: 'log', to: Math.log, from: Math.exp };
const logOdds: Scale = {
  name: 'logit',
  to: (value) => (value >= 0 && value <= 1 ? logit(value) : Number.NaN),
  from: expit,
};

const unit = /^(auroc|auprc|sensitivity|specificity|ppv|npv|top_\d+|mrr|brier|ici|e50|e90|emax|ece)$/;
const ratio = /^(oe_ratio|lr_positive|lr_negative|ratio:.*)$/;

/** The scale on which a metric's sampling error is closest to normal. */
export function metricScale(metric: string): Scale {
  if (unit.test(metric)) return logOdds;
  return ratio.test(metric) ? log : identity;
}

/** The scale of that name. */
export function scaleOf(name: Scale['name']): Scale {
  if (name === 'identity') return identity;
  return name === 'log' ? log : logOdds;
}

/** A bound on a scale; one outside its domain, such as "at most 2" on a logit, is out of reach. */
export function boundOn({ to }: Scale, bound: number): number {
  if (!Number.isFinite(bound)) return bound;
  const value = to(bound);
  return Number.isNaN(value) ? (bound > 0 ? Infinity : -Infinity) : value;
}

/** Whether the interval lies symmetrically about its estimate on a scale. */
export function symmetricOn(scale: Scale, row: Measured): boolean {
  const below = scale.to(row.estimate) - scale.to(row.lower);
  const above = scale.to(row.upper) - scale.to(row.estimate);
  return below > 0 && Math.abs(above - below) <= 1e-6 * below;
}

/**
 * The scale on which the interval lies symmetrically about its estimate, which is the mark of a normal-theory interval
 * made on that scale (or Wilson's, on the logit scale); undefined for percentile bootstrap and others that have none.
 */
export function symmetricScale(row: Measured): Scale | undefined {
  return [identity, logOdds, log].find((scale) => symmetricOn(scale, row));
}
