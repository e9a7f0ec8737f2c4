import type { Random } from '@raredx/stats';
import type { HoldoutSettings } from './ledger-entry.ts';

export type HoldoutAnswer =
  | { readonly answer: number; readonly told: boolean; readonly budgetLeft: number }
  | { readonly undefinedBecause: string };

/**
 * One question to a reusable holdout (Thresholdout): where holdout and development agree to within a noisy threshold, the
 * development value is told and nothing of the holdout is learnt; otherwise the holdout's value with noise, and one of
 * the budget is spent.
 *
 *     |holdout − development| > T + γ + η  →  holdout + ξ,  γ ~ Lap(2σ), η ~ Lap(4σ), ξ ~ Lap(σ)
 *
 * γ is drawn anew whenever a value was told, and is the same between.
 *
 * @param spent how many values were told before
 * @param asked how many questions were put before
 * @param random seeded in secret: who knows the noise can take it off
 * @see Dwork C, Feldman V, Hardt M, Pitassi T, Reingold O, Roth A (2015) Science 349:636–638
 */
export function thresholdout(
  { development, holdout }: { readonly development: number; readonly holdout: number },
  { threshold, noise, budget }: HoldoutSettings,
  { spent, asked, random }: { readonly spent: number; readonly asked: number; readonly random: Random },
): HoldoutAnswer {
  if (!(threshold > 0 && noise > 0 && budget >= 1)) {
    throw new RangeError(
      `thresholdout: threshold, noise and budget must be positive (${threshold}, ${noise}, ${budget})`,
    );
  }
  if (![development, holdout].every(Number.isFinite)) {
    throw new RangeError('thresholdout: both values must be finite');
  }
  if (spent >= budget) return { undefinedBecause: `the holdout's budget of ${budget} is spent` };
  const gamma = laplace(random.fork('threshold').fork(spent), 2 * noise);
  const question = random.fork('question').fork(asked);
  const eta = laplace(question.fork('comparison'), 4 * noise);
  if (Math.abs(holdout - development) <= threshold + gamma + eta) {
    return { answer: development, told: false, budgetLeft: budget - spent };
  }
  const answer = holdout + laplace(question.fork('answer'), noise);
  return { answer, told: true, budgetLeft: budget - spent - 1 };
}

/** Laplace noise of a scale, by inversion. */
function laplace(random: Random, scale: number): number {
  const u = random.uniform() - 0.5;
  return -scale * Math.sign(u) * Math.log1p(-2 * Math.abs(u));
}
