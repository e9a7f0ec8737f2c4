import { expit, logit, normalCdf, type Random } from '@raredx/stats';

/** One simulated population: how many patients a sample has, and how many of them have the outcome. */
export interface Population {
  readonly n: number;
  readonly prevalence: number;
}

/** Smallest first. */
export const populations: readonly Population[] = [20, 50, 100, 500].flatMap((n) =>
  [0.02, 0.05, 0.1, 0.2, 0.5].map((prevalence) => ({ n, prevalence })),
);

/** Distance of the two classes in standard deviations, of the good model and of the noisy one. */
export const separation = { good: 1.5, noisy: 1.2 } as const;
/** So that a score of the good model plus this noise is separated by 1.2 of its own standard deviations. */
const noise = 0.75;

/** What the noisy model says instead of the risk it knows: too high and too extreme. */
export const distortion = { shift: 0.3, stretch: 1.4 } as const;

/** Two readers who judge independently, given the outcome. */
export const reader = { sensitivity: 0.9, specificity: 0.95 } as const;

/** Patients of a study, each once. */
export interface Sample {
  readonly y: Uint8Array;
  /** Of the good model: calibrated, AUROC 0.856. */
  readonly good: Float64Array;
  /** Of the noisy model: AUROC 0.802, too high and too extreme. */
  readonly noisy: Float64Array;
  /** Counts of two readers' calls: both, first only, second only, neither. */
  readonly readers: Float64Array;
}

/** Risk of somebody with this score, where scores are normal about 0 and `distance`. */
export function riskAt(score: number, distance: number, prevalence: number): number {
  return expit(logit(prevalence) + distance * score - distance ** 2 / 2);
}

/** The noisy model's statement in place of the risk it knows. */
export function distorted(risk: number, prevalence: number): number {
  const { shift, stretch } = distortion;
  return expit(shift + logit(prevalence) + stretch * (logit(risk) - logit(prevalence)));
}

export const trueAuroc = (distance: number) => normalCdf(distance / Math.SQRT2);

/** Patients drawn at random: the number of events varies from sample to sample, as it does from study to study. */
export function drawSample(random: Random, { n, prevalence }: Population): Sample {
  const y = new Uint8Array(n);
  const good = new Float64Array(n);
  const noisy = new Float64Array(n);
  const readers = new Float64Array(4);
  for (let i = 0; i < n; i++) {
    const event = random.uniform() < prevalence;
    const score = random.normal() + (event ? separation.good : 0);
    const blurred = (score + noise * random.normal()) / Math.hypot(1, noise);
    y[i] = event ? 1 : 0;
    good[i] = riskAt(score, separation.good, prevalence);
    noisy[i] = distorted(riskAt(blurred, separation.noisy, prevalence), prevalence);
    const calls = event ? reader.sensitivity : 1 - reader.specificity;
    const [first, second] = [random.uniform() < calls, random.uniform() < calls];
    readers[(first ? 0 : 2) + (second ? 0 : 1)]! += 1;
  }
  return { y, good, noisy, readers };
}
