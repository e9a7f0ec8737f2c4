import type { Interval } from '@raredx/stats';
import type { DriftStatistic } from './drift-statistic.ts';
import { noncentralityInterval } from './noncentral-interval.ts';
import { type PooledRisks, signedDistances } from './pooled-risks.ts';

/** Kolmogorov–Smirnov, Wasserstein-1 and the population stability index of the risks. */
export function riskStatistics(pooled: PooledRisks, confidence: number): readonly DriftStatistic[] {
  const distances = remembered((c: Float64Array) => signedDistances(pooled, c));
  const index = remembered(stabilityIndex(pooled));
  const several = pooled.values.length > pooled.reference + pooled.fresh;
  // m n / (m + n) · PSI is chi-square to first order, noncentral where the shares differ.
  const scale = (pooled.reference * pooled.fresh) / (pooled.reference + pooled.fresh);
  const interval = (size: number): Interval => {
    const found = noncentralityInterval(scale * size, { df: pooled.bins - 1, confidence });
    return { ...found, lower: found.lower / scale, upper: found.upper / scale };
  };
  const distance = (name: 'ks' | 'wasserstein', title: string): DriftStatistic => ({
    ...{ subject: 'scores', name: title, isNorm: true, most: 1 },
    test: (c) => distances(c)[name],
    size: (c) => distances(c)[name],
  });
  return [
    distance('ks', 'kolmogorov_smirnov'),
    distance('wasserstein', 'wasserstein'),
    {
      ...{ subject: 'scores', name: 'population_stability_index', isNorm: false },
      test: index,
      size: index,
      ...(several || pooled.bins < 2 ? {} : { interval }),
    },
  ];
}

/** The last answer kept: one arrangement is asked about several times in turn. */
function remembered<Answer>(ask: (c: Float64Array) => Answer): (c: Float64Array) => Answer {
  let last: Float64Array | undefined;
  let answer: Answer;
  return (c) => {
    if (c !== last) {
      answer = ask(c);
      last = c;
    }
    return answer;
  };
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
