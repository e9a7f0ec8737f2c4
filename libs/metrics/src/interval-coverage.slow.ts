import { createRandom, expit, type Interval, logit, normalCdf, type Random } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { aurocInterval } from './auroc-interval.ts';
import { calibrationInterval } from './calibration-interval.ts';
import type { Judged } from './judged.ts';
import { oeInterval } from './oe-interval.ts';

type Result = Interval | { undefinedBecause: string };

const samples = 2000;
const separation = 1.5;
/** AUROC of two normal distributions that lie 1.5 standard deviations apart. */
const trueAuroc = normalCdf(separation / Math.SQRT2);

/** Binormal scores; p is the true risk given the score, so slope 1, intercept 0 and O/E 1 are the truth. */
function sample(random: Random, n: number, prevalence: number): Judged {
  const y = new Uint8Array(n);
  const p = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    y[row] = random.uniform() < prevalence ? 1 : 0;
    const score = random.normal() + separation * y[row];
    p[row] = expit(logit(prevalence) + separation * score - separation ** 2 / 2);
  }
  return { y, p };
}

/** Coverage among the samples that have an interval, and their share. */
function coverageOf(
  truth: number,
  interval: (data: Judged) => Result,
  { n, prevalence }: { readonly n: number; readonly prevalence: number },
): { covered: number; defined: number } {
  const random = createRandom('coverage').fork(n).fork(prevalence);
  let covered = 0;
  let defined = 0;
  for (let i = 0; i < samples; i++) {
    const result = interval(sample(random, n, prevalence));
    if ('undefinedBecause' in result) continue;
    defined++;
    if (result.lower <= truth && truth <= result.upper) covered++;
  }
  return { covered: covered / defined, defined: defined / samples };
}

const grid = [20, 50, 100, 500].flatMap((n) => [0.05, 0.2, 0.5].map((prevalence) => ({ n, prevalence })));
/** Three Monte Carlo standard errors of a coverage of 95 %. */
const noise = 3 * Math.sqrt((0.95 * 0.05) / samples);

describe.each(grid)('$n rows, prevalence $prevalence', (population) => {
  const events = population.n * population.prevalence;

  test('AUROC: Newcombe below 10 of the rarer class, DeLong on the logit scale above', () => {
    const interval = (data: Judged) =>
      aurocInterval(data, { confidence: 0.95, scale: 'logit', newcombeBelow: 10 });
    expect(coverageOf(trueAuroc, interval, population).covered).toBeGreaterThan(0.94 - noise);
  });
  test('AUROC, DeLong alone falls short with few events, on the plain scale more so', () => {
    const on = (scale: 'logit' | 'plain'): number =>
      coverageOf(trueAuroc, (data) => aurocInterval(data, { confidence: 0.95, scale }), population).covered;
    expect(on('logit')).toBeGreaterThan(events >= 20 ? 0.94 - noise : 0.84);
    expect(on('plain')).toBeLessThan(on('logit'));
  });
  test('calibration in the large', () => {
    const { covered } = coverageOf(
      0,
      (data) => calibrationInterval(data, 'calibration_in_the_large', 0.95),
      population,
    );
    expect(covered).toBeGreaterThan(0.93 - noise);
  });
  test('calibration slope', () => {
    const { covered } = coverageOf(
      1,
      (data) => calibrationInterval(data, 'calibration_slope', 0.95),
      population,
    );
    expect(covered).toBeGreaterThan(0.93 - noise);
  });
  test('observed / expected', () => {
    const { covered } = coverageOf(1, (data) => oeInterval(data, 0.95), population);
    expect(covered).toBeGreaterThan(0.92 - noise);
  });
});
