/** One episode's answers: queries × ways, with the patient of each query as a number from 0. */
export interface EpisodeAnswers {
  readonly probabilities: Float64Array;
  readonly queryClasses: Int32Array;
  readonly ways: number;
  readonly patients: Int32Array;
}

export const episodeMeasures = ['accuracy', 'balanced-accuracy', 'log-loss', 'auroc'] as const;
export type EpisodeMeasure = (typeof episodeMeasures)[number];

/** An episode made ready to be measured under many weights of its patients. */
export interface PreparedEpisode {
  readonly answers: EpisodeAnswers;
  readonly right: Uint8Array;
  readonly loss: Float64Array;
  /** Queries in ascending order of the probability of each way. */
  readonly orders: readonly Int32Array[];
}

export function prepareEpisode(answers: EpisodeAnswers): PreparedEpisode {
  const { probabilities: p, queryClasses, ways } = answers;
  const right = Uint8Array.from(queryClasses, (wanted, q) => {
    const row = p.subarray(q * ways, (q + 1) * ways);
    return row.indexOf(Math.max(...row)) === wanted ? 1 : 0;
  });
  const loss = Float64Array.from(
    queryClasses,
    (wanted, q) => -Math.log(Math.max(p[q * ways + wanted], 1e-15)),
  );
  const orders = Array.from({ length: ways }, (_, c) =>
    Int32Array.from(queryClasses.keys()).sort((a, b) => p[a * ways + c] - p[b * ways + c]),
  );
  return { answers, right, loss, orders };
}

/**
 * Measures of one episode with its queries weighted by `weights[patient]`, in the order of `episodeMeasures`: accuracy,
 * mean over classes of the share that is right, mean −log p of the true class (p no less than 1e-15), mean over classes
 * of the AUROC of that class against the rest, ties one half. NaN, for the caller to leave out and count, where the
 * weights leave nothing to measure; a class without weight is left out of its mean.
 */
export function weightedMeasures(episode: PreparedEpisode, weights: Float64Array): Float64Array {
  const { answers, right, loss, orders } = episode;
  const { queryClasses, ways, patients } = answers;
  const [mass, hits] = [new Float64Array(ways), new Float64Array(ways)];
  let [total, correct, lost] = [0, 0, 0];
  for (let q = 0; q < queryClasses.length; q++) {
    const w = weights[patients[q]];
    mass[queryClasses[q]] += w;
    hits[queryClasses[q]] += w * right[q];
    total += w;
    correct += w * right[q];
    lost += w * loss[q];
  }
  const present = mass.reduce((count, m) => count + (m > 0 ? 1 : 0), 0);
  const balanced = hits.reduce((sum, hit, c) => sum + (mass[c] > 0 ? hit / mass[c] : 0), 0) / present;
  let [area, defined] = [0, 0];
  for (let c = 0; c < ways; c++) {
    if (!(mass[c] > 0 && mass[c] < total)) continue;
    area += areaOf(answers, orders[c], { c, weights }) / (mass[c] * (total - mass[c]));
    defined++;
  }
  return Float64Array.of(correct / total, balanced, lost / total, area / defined);
}

function areaOf(
  { probabilities: p, queryClasses, ways, patients }: EpisodeAnswers,
  order: Int32Array,
  { c, weights }: { readonly c: number; readonly weights: Float64Array },
): number {
  let [below, area] = [0, 0];
  for (let i = 0; i < order.length; ) {
    const value = p[order[i] * ways + c];
    let [others, own] = [0, 0];
    for (; i < order.length && p[order[i] * ways + c] === value; i++) {
      const w = weights[patients[order[i]]];
      if (queryClasses[order[i]] === c) own += w;
      else others += w;
    }
    area += own * (below + others / 2);
    below += others;
  }
  return area;
}
