/** How many leading candidates a differential must hold to contain the truth as often as it says. */
export interface ConformalDifferential {
  readonly coverage: number;
  /** A candidate belongs to the set where its probability is at least this. */
  readonly least: number;
}

/**
 * Split conformal prediction with the probability of the truth as score: the set of all candidates with at least the
 * threshold holds the truth in `coverage` of exchangeable cases. A case whose truth is no candidate has probability 0.
 *
 * @param truthP calibrated probability of the true candidate of each held-out case
 * @see Sadinle M, Lei J, Wasserman L. Least ambiguous set-valued classifiers with bounded error levels. JASA 2019
 * @example conformalDifferential(Float64Array.of(0.5, 0.1, 0.2, 0.4), 0.5) // => { coverage: 0.5, least: 0.2 }
 */
export function conformalDifferential(truthP: Float64Array, coverage: number): ConformalDifferential {
  const sorted = Float64Array.from(truthP).sort();
  const misses = Math.floor((1 - coverage) * (sorted.length + 1) + 1e-9);
  return { coverage, least: misses >= 1 ? (sorted[misses - 1] as number) : 0 };
}
