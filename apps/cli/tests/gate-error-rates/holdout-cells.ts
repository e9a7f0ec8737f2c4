import { thresholdout } from '@raredx/gate';
import type { Random } from '@raredx/stats';
import type { Cell } from './cell.ts';

const patients = 400;
const features = 200;
const kept = 20;

/** Features that say nothing: their correlations with the outcome in two samples, by chance alone. */
function correlations(random: Random) {
  const error = 1 / Math.sqrt(patients);
  const draw = () => Float64Array.from({ length: features }, () => error * random.normal());
  return { development: draw(), holdout: draw() };
}

/** In standard errors of one correlation: how far apart the samples may be, and the scale of the noise. */
type Protection = { readonly threshold: number; readonly noise: number } | null;

/**
 * An analyst asks the holdout about each feature, keeps those on which its answers agree best with the development
 * sample, and asks it again about their sum. The truth is 0.
 *
 * @returns the last answer in standard errors, those of the noise included
 */
function reported(random: Random, protection: Protection): number {
  const { development, holdout } = correlations(random);
  const error = 1 / Math.sqrt(patients);
  const noise = random.fork('noise');
  let [spent, asked] = [0, 0];
  const ask = (seen: { readonly development: number; readonly holdout: number }): number => {
    if (protection === null) return seen.holdout;
    const settings = {
      threshold: protection.threshold * error,
      noise: protection.noise * error,
      budget: 1000,
    };
    const told = thresholdout(seen, settings, { spent, asked: asked++, random: noise });
    if ('undefinedBecause' in told) throw new Error(told.undefinedBecause);
    spent += Number(told.told);
    return told.answer;
  };
  const scored = Array.from(development, (value, index) => {
    const answer = ask({ development: value, holdout: holdout[index] });
    return { index, sign: Math.sign(value), agreement: answer * Math.sign(value) };
  });
  const chosen = scored.sort((a, b) => b.agreement - a.agreement).slice(0, kept);
  const sum = (sample: Float64Array) =>
    chosen.reduce((total, { index, sign }) => total + sign * sample[index], 0) / Math.sqrt(kept);
  const answer = ask({ development: sum(development), holdout: sum(holdout) });
  return answer / error / Math.sqrt(1 + 2 * (protection?.noise ?? 0) ** 2);
}

const of = (name: string, protection: Protection, nominal: number | null): Cell => ({
  rule: `200 questions to one holdout, ${name}`,
  truth: 'no feature says anything',
  ...{ kind: 'error', counted: 'the holdout seems to confirm (z above 1.96)', nominal, replicates: 2000 },
  happens: (random) => reported(random, protection) > 1.96,
});

export const holdoutCells: readonly Cell[] = [
  of('asked directly', null, null),
  of('Thresholdout, threshold 4 and noise 0.25 errors', { threshold: 4, noise: 0.25 }, null),
  of('Thresholdout, threshold 6 and noise 0.25 errors', { threshold: 6, noise: 0.25 }, null),
  of('Thresholdout, threshold 2 and noise 0.5 errors (too close)', { threshold: 2, noise: 0.5 }, null),
];
