import { expit, logit, normalQuantile, type Study } from '@raredx/stats';
import type { Statement } from './statement.ts';

/** A scale on which a metric's estimates are nearly normal, so that they may be pooled. */
export interface Scale {
  readonly metric: string;
  readonly name: 'logit' | 'log' | 'identity';
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

const same = (value: number) => value;

/** @see Snell KIE et al. (2018) Stat Methods Med Res 27:3505–3522 */
export const pooledScales: readonly Scale[] = [
  { metric: 'auroc', name: 'logit', to: logit, from: expit },
  { metric: 'oe_ratio', name: 'log', to: Math.log, from: Math.exp },
  { metric: 'calibration_in_the_large', name: 'identity', to: same, from: same },
  { metric: 'calibration_slope', name: 'identity', to: same, from: same },
];

/** Effect and variance of one group, read back from its interval: a reader can do the same from the rows. */
export function studyOf(
  statements: readonly Statement[],
  scale: Scale,
  confidence: number,
): Study | undefined {
  const made = statements.find((s) => s.metric === scale.metric);
  if (made?.estimate == null || made.lower === null || made.upper === null) return undefined;
  const [lower, upper, effect] = [made.lower, made.upper, made.estimate].map(scale.to);
  const standardError = (upper - lower) / (2 * normalQuantile((1 + confidence) / 2));
  const usable = Number.isFinite(effect) && Number.isFinite(standardError) && standardError > 0;
  return usable ? { effect, variance: standardError ** 2 } : undefined;
}
