import type { Estimate } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import { checkJudged, type Judged } from './judged.ts';

/** What readers of a number must know about it: the report prints these, the gate takes its direction from them. */
export interface MetricFacts {
  /** The name in evidence rows. */
  readonly id: string;
  readonly title: string;
  /** `target`: the nearer to `optimum` the better, from either side. */
  readonly direction: 'maximize' | 'minimize' | 'target';
  readonly range: readonly [number, number];
  readonly optimum: number;
  /** `rank` metrics see the order of p only; `threshold` metrics see p >= threshold only. */
  readonly kind: 'rank' | 'calibration' | 'overall' | 'threshold';
}

export type Metric = ((data: Judged) => Estimate) & Readonly<MetricFacts>;
export type ThresholdMetric = ((data: Judged, threshold: number) => Estimate) & Readonly<MetricFacts>;

/** A metric is a function that carries its facts. Invalid rows throw before `compute` sees them. */
export function defineMetric(facts: MetricFacts, compute: (data: Judged) => Estimate): Metric {
  const checked = (data: Judged): Estimate => {
    checkJudged(facts.id, data);
    return compute(data);
  };
  return Object.freeze(Object.assign(checked, facts));
}

/** The same for a metric at a decision threshold in [0, 1]: p >= threshold is positive. */
export function defineThresholdMetric(
  facts: Omit<MetricFacts, 'kind'>,
  compute: (data: Judged, threshold: number) => Estimate,
): ThresholdMetric {
  const checked = (data: Judged, threshold: number): Estimate => {
    checkJudged(facts.id, data);
    checkThreshold(facts.id, threshold);
    return compute(data, threshold);
  };
  return Object.freeze(Object.assign(checked, { ...facts, kind: 'threshold' as const }));
}

/** Throws unless the decision threshold is in [0, 1]. */
export function checkThreshold(where: string, threshold: number): void {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ContractError(where, `threshold outside [0, 1] (${threshold})`);
  }
}
