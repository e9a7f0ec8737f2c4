import { auroc, rankOrder } from '@raredx/metrics';
import { bootstrapCounts, expit, quantile, type Random, shuffled } from '@raredx/stats';

/** A linear score taken apart: what each predictor adds to it, a row a sample. */
export interface ScoreParts {
  readonly intercept: number;
  readonly predictors: readonly { readonly name: string; readonly adds: Float64Array }[];
}

export interface Importance {
  readonly feature: string;
  readonly importance: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface ImportanceOptions {
  readonly permutations: number;
  readonly resamples: number;
  readonly confidence: number;
  readonly random: Random;
}

/** Risks of a score taken apart, one predictor's part moved between samples where an order is given. */
export function risksOf(
  { intercept, predictors }: ScoreParts,
  moved?: { readonly name: string; readonly order: Uint32Array },
): Float64Array {
  const size = predictors[0]?.adds.length ?? 0;
  return Float64Array.from({ length: size }, (_, row) => {
    let score = intercept;
    for (const { name, adds } of predictors) {
      score += adds[moved?.name === name ? (moved.order[row] as number) : row] as number;
    }
    return expit(score);
  });
}

interface Shown {
  readonly p: Float64Array;
  readonly order: Uint32Array;
}
const ordered = (p: Float64Array): Shown => ({ p, order: rankOrder(p) });

/**
 * Loss of AUROC when one predictor is shuffled between the samples of a fitted model, mean over shuffles; percentile
 * limits over resampled patients, the shuffles being the same in each.
 *
 * @param patient index of the patient of each sample, 0 to the number of patients less 1
 * @see Breiman L (2001) Random forests. Machine Learning 45:5–32
 */
export function permutationImportance(
  parts: ScoreParts,
  { y, patient }: { readonly y: Uint8Array; readonly patient: Uint32Array },
  { permutations, resamples, confidence, random }: ImportanceOptions,
): readonly Importance[] {
  const whole = ordered(risksOf(parts));
  const patients = patient.reduce((most, one) => Math.max(most, one + 1), 0);
  const weights = Array.from({ length: resamples }, (_, b) => {
    const counts = bootstrapCounts(patients, random.fork('resamples').fork(b), new Float64Array(patients));
    return Float64Array.from(patient, (one) => counts[one] as number);
  });
  const value = (shown: Shown, w?: Float64Array) => {
    const estimate = auroc({ y, ...shown, ...(w ? { w } : {}) });
    return 'value' in estimate ? estimate.value : null;
  };
  return parts.predictors.map(({ name }) => {
    const moved = Array.from({ length: permutations }, (_, k) =>
      ordered(risksOf(parts, { name, order: shuffled(y.length, random.fork(name).fork(k)) })),
    );
    const loss = (w?: Float64Array) => {
      const before = value(whole, w);
      if (before === null) return null;
      return moved.reduce((sum, shown) => sum + (before - (value(shown, w) ?? before)), 0) / permutations;
    };
    const spread = Float64Array.from(weights.flatMap((w) => loss(w) ?? [])).sort();
    const none = spread.length < 0.9 * resamples;
    return {
      feature: name,
      importance: loss() ?? 0,
      lower: none ? null : quantile(spread, (1 - confidence) / 2),
      upper: none ? null : quantile(spread, (1 + confidence) / 2),
    };
  });
}
