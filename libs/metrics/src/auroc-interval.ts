import { expit, type Interval, logit, normalQuantile } from '@raredx/stats';
import { auroc } from './auroc.ts';
import { classTotals } from './class-totals.ts';
import { delong } from './delong.ts';
import type { Judged } from './judged.ts';
import { newcombeAuroc } from './newcombe-auroc.ts';
import { checkConfidence } from './proportion.ts';

export interface AurocIntervalOptions {
  readonly confidence: number;
  /** `logit`: inside (0, 1) and nearer to nominal in small samples; `plain`: as pROC prints, cut at 0 and 1. */
  readonly scale: 'logit' | 'plain';
  /**
   * With fewer rows than this in the rarer class, Newcombe's method 5 instead. In the simulations of
   * docs/interval-coverage the logit interval of DeLong covered 87 % in place of 95 % with 5 events among 100 rows, 88 %
   * with 10 among 500 and 93 % with 25 among 500; Newcombe's 96 % each time.
   * @default 0
   */
  readonly newcombeBelow?: number;
}

/**
 * DeLong interval of the AUROC. Where DeLong's variance is 0 or does not exist (AUROC exactly 0 or 1, one event, one
 * non-event) Newcombe's method 5, and `method` says so. Undefined without both classes, and when every p is equal.
 *
 * @example aurocInterval({ y: Uint8Array.of(1, 0, 1, 0), p: Float64Array.of(0.9, 0.1, 0.4, 0.4) }, { confidence: 0.95, scale: 'logit' }) // => { lower: 0.227608, upper: 0.994022, confidence: 0.95, method: 'DeLong, logit scale' }
 * @see Qin G, Hotilovac L (2008) Stat Methods Med Res 17:207–221
 */
export function aurocInterval(
  data: Judged,
  { confidence, scale, newcombeBelow = 0 }: AurocIntervalOptions,
): Interval | { undefinedBecause: string } {
  checkConfidence('auroc interval', confidence);
  const estimate = auroc(data);
  if ('undefinedBecause' in estimate) return estimate;
  const auc = estimate.value;
  const { events, nonEvents } = classTotals(data);
  if (Math.min(events, nonEvents) < newcombeBelow) {
    return insteadOfDelong(data, confidence, { auc, why: `fewer than ${newcombeBelow} in the rarer class` });
  }
  const result = delong([data]);
  if ('undefinedBecause' in result) {
    return insteadOfDelong(data, confidence, { auc, why: result.undefinedBecause });
  }
  const variance = result.covariance[0];
  if (auc <= 0 || auc >= 1) return insteadOfDelong(data, confidence, { auc, why: `AUROC is exactly ${auc}` });
  if (variance <= 0) return { undefinedBecause: 'every p is equal: the order of rows says nothing' };
  const margin = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  if (scale === 'plain') {
    return {
      lower: Math.max(0, auc - margin),
      upper: Math.min(1, auc + margin),
      confidence,
      method: 'DeLong',
    };
  }
  const logitMargin = margin / (auc * (1 - auc));
  return {
    lower: expit(logit(auc) - logitMargin),
    upper: expit(logit(auc) + logitMargin),
    confidence,
    method: 'DeLong, logit scale',
  };
}

function insteadOfDelong(
  data: Judged,
  confidence: number,
  { auc, why }: { readonly auc: number; readonly why: string },
): Interval {
  const interval = newcombeAuroc(auc, classTotals(data), confidence);
  return { ...interval, method: `${interval.method}: ${why}` };
}
