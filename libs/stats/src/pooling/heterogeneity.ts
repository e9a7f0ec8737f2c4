import { chiSquareQuantile } from '../distribution/chi-square.ts';
import type { Interval } from '../summary/interval.ts';
import { fallingRoot } from './falling-root.ts';
import type { Study } from './study.ts';
import { weighted } from './weighted-mean.ts';

/**
 * Between-study variance: restricted maximum likelihood, or the moment estimator of DerSimonian & Laird (1986).
 *
 * Viechtbauer W (2005). Bias and efficiency of meta-analytic variance estimators in the random-effects model.
 *
 * @example
 * tauSquared([{ effect: 0, variance: 1 }, { effect: 2, variance: 1 }], 'dl') // => 1
 */
export function tauSquared(studies: readonly Study[], method: 'reml' | 'dl'): number {
  return method === 'dl' ? moments(studies) : restricted(studies);
}

/** One study that is imprecise and far off gives the restricted likelihood a second maximum: the highest is taken. */
function restricted(studies: readonly Study[]): number {
  const score = (tau2: number) => restrictedScore(studies, tau2);
  const scale = scaleOf(studies);
  const steps = Array.from({ length: 65 }, (_, i) => 4 * scale * 1e-6 ** (1 - i / 64));
  const points = [0, ...steps];
  const falls = points.slice(1).filter((point, i) => score(points[i]) > 0 && score(point) <= 0);
  if (falls.length <= 1 && score(0) > 0) return fallingRoot(score, scale);
  const maxima = falls.map((high) => {
    const low = points[points.indexOf(high) - 1];
    return low + fallingRoot((beyond) => score(low + beyond), high - low);
  });
  const likelihood = (tau2: number) => restrictedLogLikelihood(studies, tau2);
  return maxima.reduce(
    (best, tau2) => (likelihood(tau2) > likelihood(best) ? tau2 : best),
    score(0) > 0 ? maxima[0] : 0,
  );
}

function restrictedLogLikelihood(studies: readonly Study[], tau2: number): number {
  const { weight, q } = weighted(studies, tau2);
  const logs = studies.reduce((total, { variance }) => total + Math.log(variance + tau2), 0);
  return -(logs + Math.log(weight) + q) / 2;
}

function moments(studies: readonly Study[]): number {
  const { weight, q } = weighted(studies, 0);
  const squares = studies.reduce((total, { variance }) => total + 1 / variance ** 2, 0);
  return Math.max(0, (q - (studies.length - 1)) / (weight - squares / weight));
}

/** Derivative of the restricted log likelihood, twice. */
function restrictedScore(studies: readonly Study[], tau2: number): number {
  const { mean, weight } = weighted(studies, tau2);
  let squares = 0;
  let residuals = 0;
  for (const { effect, variance } of studies) {
    const w = 1 / (variance + tau2);
    squares += w * w;
    residuals += (w * (effect - mean)) ** 2;
  }
  return residuals - weight + squares / weight;
}

/**
 * Q-profile interval for tau^2: the values at which Cochran's Q takes its chi-square quantiles.
 *
 * Viechtbauer W (2007). Confidence intervals for the amount of heterogeneity in meta-analysis. Stat Med 26:37-52.
 *
 * @example
 * heterogeneityInterval([{ effect: 1, variance: 1 }, { effect: 1, variance: 1 }], 0.95).upper // => 0
 */
export function heterogeneityInterval(studies: readonly Study[], confidence: number): Interval {
  const df = studies.length - 1;
  const profile = (q: number) =>
    fallingRoot((tau2) => weighted(studies, tau2).q - chiSquareQuantile(q, df), scaleOf(studies));
  const tail = (1 - confidence) / 2;
  return { lower: profile(1 - tail), upper: profile(tail), confidence, method: 'Q-profile' };
}

function scaleOf(studies: readonly Study[]): number {
  const effects = studies.map(({ effect }) => effect);
  const spread = Math.max(...effects) - Math.min(...effects);
  return spread * spread + Math.min(...studies.map(({ variance }) => variance));
}
