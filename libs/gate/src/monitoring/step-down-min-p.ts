/** p-values of several tests from one set of permutations: each test's own, and adjusted for their number. */
export interface StepDownP {
  readonly pValues: Float64Array;
  readonly adjusted: Float64Array;
}

/**
 * Westfall and Young's step-down minimum-p adjustment: the chance of any false finding is at most the level, and tests that
 * move together cost less than by Holm.
 *
 * @param statistics one array a test: the observed value first, then one a permutation; large values speak against the null
 * @example stepDownMinP([Float64Array.of(3, 1, 2, 0), Float64Array.of(3, 1, 2, 0)]).adjusted // => Float64Array.of(0.25, 0.25)
 * @see Westfall PH, Young SS (1993) Resampling-based multiple testing. Wiley, algorithm 2.8
 */
export function stepDownMinP(statistics: readonly Float64Array[]): StepDownP {
  const ranked = statistics.map(permutedP);
  const runs = ranked[0]?.length ?? 0;
  const order = Array.from(ranked.keys()).sort((a, b) => ranked[a]![0]! - ranked[b]![0]! || a - b);
  const smallest = new Float64Array(runs).fill(1);
  const adjusted = new Float64Array(ranked.length);
  for (const test of order.toReversed()) {
    const own = ranked[test]!;
    let asSmall = 0;
    for (let b = 0; b < runs; b++) {
      smallest[b] = Math.min(smallest[b]!, own[b]!);
      if (smallest[b]! <= own[0]! + 1e-12) asSmall++;
    }
    adjusted[test] = asSmall / runs;
  }
  let reached = 0;
  for (const test of order) {
    reached = Math.max(reached, adjusted[test]!);
    adjusted[test] = reached;
  }
  return { pValues: Float64Array.from(ranked, (own) => own[0]!), adjusted };
}

/** Share of all arrangements, the observed one among them, with at least as large a value. */
function permutedP(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const p = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    // Sums in another order differ in the last digits: a tie must stay a tie.
    const least = values[order[from]!]! - 1e-12 * Math.max(1, Math.abs(values[order[from]!]!));
    let to = from;
    while (to < order.length && values[order[to]!]! >= least) to++;
    for (let i = from; i < to; i++) p[order[i]!] = to / values.length;
    from = to;
  }
  return p;
}
