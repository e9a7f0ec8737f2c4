import { createRandom, expit, type Random, shuffled } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { attainableCoverage } from './attainable-coverage.ts';
import { conformalQuantile } from './conformal-quantile.ts';
import { conformalRank } from './conformal-rank.ts';
import { crossConformalSets } from './cross-conformal.ts';
import { patientScores } from './patient-scores.ts';
import { weightedConformal } from './weighted-conformal.ts';

const simulations = 2000;
/** Four Monte Carlo standard errors. */
const noise = (share: number, n: number) => 4 * Math.sqrt((share * (1 - share)) / n);
const root = createRandom('conformal coverage');

/** A binary outcome and the score of its observed label under a miscalibrated model: the guarantee does not need a good one. */
function score(random: Random, prevalence: number, shared = 0): number {
  const linear = Math.log(prevalence / (1 - prevalence)) + 1.2 * random.normal() + shared;
  const y = random.uniform() < expit(linear) ? 1 : 0;
  const p = expit(1.5 * linear - 0.3);
  return y === 1 ? 1 - p : p;
}

const scores = (random: Random, n: number, prevalence: number) =>
  Float64Array.from({ length: n }, () => score(random, prevalence));

describe.each([20, 50, 100, 500])('split conformal, %d patients', (n) => {
  it.each([0.02, 0.1, 0.5])('covers with k / (n + 1) at prevalence %d', (prevalence) => {
    for (const alpha of [0.1, 0.05]) {
      const found = conformalRank(n, alpha);
      const expected = 'rank' in found ? found.rank / (n + 1) : Number.NaN;
      let covered = 0;
      for (let s = 0; s < simulations; s++) {
        const random = root.fork('split').fork(n).fork(prevalence).fork(alpha).fork(s);
        const limit = conformalQuantile(scores(random, n, prevalence), alpha);
        if ('value' in limit && score(random, prevalence) <= limit.value) covered++;
      }
      expect(Math.abs(covered / simulations - expected)).toBeLessThan(noise(1 - alpha, simulations));
    }
  });

  it('one calibration in twenty lies outside the stated attainable coverage', () => {
    const stated = attainableCoverage(n, 0.1, 0.95);
    if ('undefinedBecause' in stated) return expect.fail(stated.undefinedBecause);
    let inside = 0;
    for (let s = 0; s < simulations; s++) {
      const random = root.fork('beta').fork(n).fork(s);
      // Uniform scores: the coverage of a limit is the limit.
      const limit = conformalQuantile(
        Float64Array.from({ length: n }, () => random.uniform()),
        0.1,
      );
      if ('value' in limit && limit.value >= stated.lower && limit.value <= stated.upper) inside++;
    }
    expect(Math.abs(inside / simulations - 0.95)).toBeLessThan(noise(0.95, simulations));
  });
});

describe('several samples a patient', () => {
  const patient = (random: Random) => {
    const shared = random.normal();
    return Array.from({ length: 1 + random.integer(5) }, () => score(random, 0.2, shared));
  };

  it('highest scores cover all samples of a new patient; rows as if independent do not', () => {
    const n = 60;
    let byPatient = 0;
    let byRow = 0;
    for (let s = 0; s < simulations; s++) {
      const random = root.fork('samples').fork(s);
      const known = Array.from({ length: n }, () => patient(random));
      const rows = Float64Array.from(known.flat());
      const of = Uint32Array.from(known.flatMap((own, i) => own.map(() => i)));
      const next = Math.max(...patient(random));
      const highest = conformalQuantile(patientScores(rows, of).scores, 0.1);
      const naive = conformalQuantile(rows, 0.1);
      if ('value' in highest && next <= highest.value) byPatient++;
      if ('value' in naive && next <= naive.value) byRow++;
    }
    expect(byPatient / simulations).toBeGreaterThan(0.9 - noise(0.9, simulations));
    expect(byPatient / simulations).toBeLessThan(0.9 + 1 / (n + 1) + noise(0.9, simulations));
    expect(byRow / simulations).toBeLessThan(0.87);
  });
});

describe('covariate shift', () => {
  it('weights restore the coverage that the shift took', () => {
    let plain = 0;
    let weighted = 0;
    const ratio = (x: number) => Math.exp(x - 0.5);
    const draw = (random: Random, shift: number) => {
      const x = random.normal() + shift;
      return { x, score: Math.abs(random.normal()) * Math.exp(0.6 * x) };
    };
    for (let s = 0; s < simulations; s++) {
      const random = root.fork('shift').fork(s);
      const known = Array.from({ length: 200 }, () => draw(random, 0));
      const next = draw(random, 1);
      const own = Float64Array.from(known, (one) => one.score);
      const w = Float64Array.from(known, (one) => ratio(one.x));
      const limit = conformalQuantile(own, 0.1);
      const [moved] = weightedConformal({ scores: own, w }, Float64Array.of(ratio(next.x)), 0.1);
      if ('value' in limit && next.score <= limit.value) plain++;
      // No finite limit: everything is in the set.
      if ('undefinedBecause' in moved || next.score <= moved.value) weighted++;
    }
    expect(plain / simulations).toBeLessThan(0.85);
    expect(weighted / simulations).toBeGreaterThan(0.9 - noise(0.9, simulations));
  });
});

describe('CV+', () => {
  it('covers at least 1 − 2α, and about 1 − α', () => {
    const [n, folds, alpha] = [40, 5, 0.1];
    let covered = 0;
    for (let s = 0; s < simulations; s++) {
      const random = root.fork('cv').fork(s);
      const draw = () => ({ x: random.normal(), u: random.uniform() });
      const people = Array.from({ length: n + 1 }, draw).map(({ x, u }) => ({
        x,
        y: u < expit(1.5 * x) ? 1 : 0,
      }));
      const place = shuffled(n, random);
      const fold = Uint32Array.from({ length: n }, (_, i) => place[i] % folds);
      // A crude model that depends on its training patients: two class means and a fixed spread.
      const models = Array.from({ length: folds }, (_, k) => {
        const mean = (y: number) => {
          const own = people.slice(0, n).filter((one, i) => fold[i] !== k && one.y === y);
          return own.reduce((sum, one) => sum + one.x, 0) / (own.length || 1);
        };
        const [zero, one] = [mean(0), mean(1)];
        return (x: number, y: number) => {
          const p = expit(((one - zero) * (x - (one + zero) / 2)) / 0.7);
          return y === 1 ? 1 - p : p;
        };
      });
      const calibration = {
        scores: Float64Array.from({ length: n }, (_, i) => models[fold[i]](people[i].x, people[i].y)),
        fold,
      };
      const next = people[n];
      const found = crossConformalSets(
        calibration,
        models.map((model) => Float64Array.of(model(next.x, 0), model(next.x, 1))),
        alpha,
      );
      if ('sets' in found && found.sets[next.y] === 1) covered++;
    }
    expect(covered / simulations).toBeGreaterThan(1 - 2 * alpha);
    expect(Math.abs(covered / simulations - (1 - alpha))).toBeLessThan(0.04);
  });
});
