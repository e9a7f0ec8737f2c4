import type { DriftStatistic } from './drift-statistic.ts';
import { noncentralityInterval } from './noncentral-interval.ts';
import { type PooledRisks, signedDistances } from './pooled-risks.ts';

/** Kolmogorov–Smirnov, Wasserstein-1 and the population stability index of the risks. */
export function riskStatistics(pooled: PooledRisks, confidence: number): readonly DriftStatistic[] {
  const ks = (c: Float64Array) => signedDistances(pooled, c).ks;
  const wasserstein = (c: Float64Array) => signedDistances(pooled, c).wasserstein;
  const index = stabilityIndex(pooled);
  const several = pooled.values.length > pooled.reference + pooled.fresh;
  // m n / (m + n) · PSI is chi-square to first order, noncentral where the shares differ.
  const scale = (pooled.reference * pooled.fresh) / (pooled.reference + pooled.fresh);
  const withInterval = (c: Float64Array) => {
    const estimate = index(c);
    if (several || pooled.bins < 2) return { estimate };
    const { lower, upper, method } = noncentralityInterval(scale * estimate, {
      df: pooled.bins - 1,
      confidence,
    });
    return { estimate, interval: { lower: lower / scale, upper: upper / scale, confidence, method } };
  };
  return [
    {
      subject: 'scores',
      name: 'kolmogorov_smirnov',
      test: ks,
      size: (c) => ({ estimate: ks(c) }),
      isNorm: true,
      most: 1,
    },
    {
      subject: 'scores',
      name: 'wasserstein',
      test: wasserstein,
      size: (c) => ({ estimate: wasserstein(c) }),
      isNorm: true,
      most: 1,
    },
    {
      subject: 'scores',
      name: 'population_stability_index',
      test: index,
      size: withInterval,
      isNorm: false,
    },
  ];
}

/**
 * Σ (new share − reference share) ln(new share / reference share) over tenths of all samples. Half a patient is added to
 * each tenth of either side, so that an empty one has a logarithm.
 */
function stabilityIndex({ patient, weight, bin, bins, reference: m, fresh: n }: PooledRisks) {
  const totals = new Float64Array(bins);
  for (let i = 0; i < bin.length; i++) totals[bin[i]!]! += weight[i]!;
  return (c: Float64Array): number => {
    const difference = new Float64Array(bins);
    for (let i = 0; i < bin.length; i++) difference[bin[i]!]! += weight[i]! * c[patient[i]!]!;
    let index = 0;
    for (let b = 0; b < bins; b++) {
      const fresh = (n * (totals[b]! + m * difference[b]!)) / (m + n);
      const old = totals[b]! - fresh;
      const now = (fresh + 0.5) / (n + bins / 2);
      const then = (old + 0.5) / (m + bins / 2);
      index += (now - then) * Math.log(now / then);
    }
    return index;
  };
}
