import { gaussHermite, normalCdf, normalQuantile, type Study } from '@raredx/stats';

/** A normal distribution, and how much it counts among others. */
interface Component {
  readonly weight: number;
  readonly mean: number;
  readonly sd: number;
}

export interface PriorMetaAnalysis {
  /** Mean of sites. */
  readonly estimate: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  /** Where the true value at a new site is expected. */
  readonly prediction: { readonly lower: number; readonly upper: number };
  /** Posterior mean of the spread between sites; the prior's where there is one study. */
  readonly tau: number;
}

export interface HeterogeneityPrior {
  /** Mean and standard deviation of the log-normal between-site standard deviation, on the scale of the effects. */
  readonly mean: number;
  readonly sd: number;
}

/**
 * How AUROCs of one model differ between sites, from 469 clinical prediction models with 1,603 external validations.
 *
 * @see van Leeuwen FD et al. (2025) Stat Med 44:e70011
 */
export const aurocHeterogeneity: HeterogeneityPrior = Object.freeze({ mean: 0.055, sd: 0.015 });

const nodes = 64;

/** Given τ, the mean of sites is normal; its mean, its variance and the restricted log likelihood of τ. */
function givenTau(studies: readonly Study[], tau: number) {
  const weights = studies.map(({ variance }) => 1 / (variance + tau * tau));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = studies.reduce((sum, { effect }, k) => sum + weights[k] * effect, 0) / total;
  let logLikelihood = -Math.log(total) / 2;
  studies.forEach(({ effect }, k) => {
    logLikelihood += Math.log(weights[k]) / 2 - (weights[k] * (effect - mean) ** 2) / 2;
  });
  return { mean, variance: 1 / total, logLikelihood };
}

/** The point below which `share` of a mixture lies, by bisection: deterministic, and exact to rounding. */
function mixtureQuantile(mixture: readonly Component[], share: number): number {
  const z = normalQuantile(share);
  const ends = mixture.map(({ mean, sd }) => mean + z * sd);
  let [low, high] = [Math.min(...ends), Math.max(...ends)];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    const below = mixture.reduce(
      (sum, { weight, mean, sd }) => sum + weight * normalCdf((middle - mean) / sd),
      0,
    );
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Random-effects meta-analysis with a prior on the spread between sites τ and a flat one on their mean, integrated over
 * τ by a Gauss–Hermite rule in log τ: no simulation, so the same studies give the same digits. One study is enough: it
 * says nothing of τ, and the prior stands.
 *
 * @throws RangeError without studies, or where a variance is not positive
 * @example priorMetaAnalysis([{ effect: 0.8, variance: 0.0004 }], { mean: 0.055, sd: 0.015 }, 0.95).estimate // => 0.8
 */
export function priorMetaAnalysis(
  studies: readonly Study[],
  prior: HeterogeneityPrior,
  confidence: number,
): PriorMetaAnalysis {
  if (studies.length === 0 || studies.some(({ variance }) => !(variance > 0))) {
    throw new RangeError('priorMetaAnalysis: needs studies with a positive variance');
  }
  const spread = Math.sqrt(Math.log1p((prior.sd / prior.mean) ** 2));
  const centre = Math.log(prior.mean) - spread ** 2 / 2;
  const rule = gaussHermite(nodes);
  const at = Array.from(rule.nodes, (z) => Math.exp(centre + spread * z));
  const given = at.map((tau) => givenTau(studies, tau));
  const highest = Math.max(...given.map(({ logLikelihood }) => logLikelihood));
  const mass = given.map(({ logLikelihood }, k) => rule.weights[k] * Math.exp(logLikelihood - highest));
  const total = mass.reduce((sum, m) => sum + m, 0);
  const mixture = (extra: (tau: number) => number): Component[] =>
    given.map(({ mean, variance }, k) => ({
      weight: mass[k] / total,
      mean,
      sd: Math.sqrt(variance + extra(at[k])),
    }));
  const ofMean = mixture(() => 0);
  const ofNext = mixture((tau) => tau * tau);
  const tail = (1 - confidence) / 2;
  const limits = (of: readonly Component[]) => ({
    lower: mixtureQuantile(of, tail),
    upper: mixtureQuantile(of, 1 - tail),
  });
  return {
    estimate: ofMean.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
    interval: limits(ofMean),
    prediction: limits(ofNext),
    tau: at.reduce((sum, tau, k) => sum + (mass[k] / total) * tau, 0),
  };
}
