import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import {
  breakEvenShots,
  type ClassTask,
  cooled,
  drawEpisodes,
  type FewShotMethod,
  featureRows,
  fitTemperature,
  openEpisode,
  openSetAuroc,
  openSetCurve,
  openSetScores,
  prototypicalMethod,
  ridgeMethod,
  type ShotPoint,
  shotCurve,
  topClassEce,
} from '../../index.ts';
import { prepareEpisode, weightedMeasures } from './episode-measures.ts';
import { firstShots } from './shot-curve.ts';

function toy(patients = 12, spread = 1.2): ClassTask {
  const [classes, width] = [4, 5];
  const random = createRandom('toy');
  const centres = Float64Array.from({ length: classes * width }, () => random.normal());
  const of = Int32Array.from({ length: classes * patients }, (_, row) => Math.floor(row / patients));
  return {
    features: {
      rows: of.length,
      width,
      values: Float32Array.from(
        { length: of.length * width },
        (_, at) => centres[of[Math.floor(at / width)] * width + (at % width)] + spread * random.normal(),
      ),
    },
    classes: of,
    classNames: ['a', 'b', 'c', 'd'],
    groups: Int32Array.from(of.keys()),
  };
}

describe('measures of an episode', () => {
  const answers = {
    probabilities: Float64Array.of(0.8, 0.2, 0.4, 0.6, 0.3, 0.7, 0.4, 0.6),
    queryClasses: Int32Array.of(0, 0, 1, 1),
    ways: 2,
    patients: Int32Array.of(0, 1, 2, 3),
  };
  it('by hand', () => {
    const [accuracy, balanced, loss, auroc] = weightedMeasures(
      prepareEpisode(answers),
      Float64Array.of(1, 1, 1, 1),
    );
    expect(accuracy).toBe(3 / 4);
    expect(balanced).toBe(3 / 4);
    expect(loss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.7) + Math.log(0.6)) / 4, 14);
    // pairs of way 0: 0.8 over both, 0.4 over 0.3 and level with 0.4
    expect(auroc).toBe(3.5 / 4);
  });

  it('weight 2 of a patient is the patient twice', () => {
    const twice = {
      probabilities: Float64Array.of(...answers.probabilities, 0.4, 0.6),
      queryClasses: Int32Array.of(0, 0, 1, 1, 0),
      ways: 2,
      patients: Int32Array.of(0, 1, 2, 3, 4),
    };
    const weighted = weightedMeasures(prepareEpisode(answers), Float64Array.of(1, 2, 1, 1));
    const copied = weightedMeasures(prepareEpisode(twice), new Float64Array(5).fill(1));
    weighted.forEach((value, at) => {
      expect(value).toBeCloseTo(copied[at], 14);
    });
  });
});

describe('shotCurve', () => {
  const options = { ways: 3, queries: 4, episodes: 12, resamples: 60, shots: [1, 3, 20, 'all'] as const };
  const curve = shotCurve(toy(), [prototypicalMethod(), ridgeMethod()], options, createRandom(1));

  it('has a value with an interval about it, better with more shots', () => {
    const values = [0, 1, 3].map((at) => curve[at].methods.prototypical.accuracy);
    for (const one of values) {
      if ('undefinedBecause' in one || 'undefinedBecause' in one.interval) throw new Error('undefined');
      expect(one.interval.lower).toBeLessThan(one.value);
      expect(one.interval.upper).toBeGreaterThan(one.value);
    }
    const [one, , all] = values.map((v) => ('value' in v ? v.value : Number.NaN));
    expect(all).toBeGreaterThan(one);
  });

  it('says why a point is not there', () => {
    expect(curve[2].methods.prototypical.auroc).toEqual({
      undefinedBecause: expect.stringMatching(/^class [a-d] has 9 patients for the support, not 20$/),
    });
  });

  it('compares on the same episodes: a method with itself differs by nothing', () => {
    const twin: FewShotMethod = { ...prototypicalMethod(), name: 'twin' };
    const [point] = shotCurve(
      toy(),
      [twin, prototypicalMethod()],
      { ...options, shots: [3] },
      createRandom(2),
    );
    expect(point.differences.twin['log-loss']).toMatchObject({ value: 0, interval: { lower: 0, upper: 0 } });
  });

  it('is the same at k whatever else is asked', () => {
    const [alone] = shotCurve(
      toy(),
      [prototypicalMethod(), ridgeMethod()],
      { ...options, shots: [3] },
      createRandom(1),
    );
    expect(alone).toEqual(curve[1]);
  });
});

describe('breakEvenShots', () => {
  const point = (shots: number | 'all', value: number): ShotPoint => {
    const one = {
      value,
      interval: { lower: value - 0.1, upper: value + 0.1, confidence: 0.95, method: 'x' },
    };
    const all = { accuracy: one, 'balanced-accuracy': one, 'log-loss': one, auroc: one };
    return { shots, methods: {}, differences: { m: all } };
  };
  it('is where the difference crosses zero in log k', () => {
    const curve = [point(1, -0.1), point(4, 0.1), point('all', 0.3)];
    expect(breakEvenShots(curve, 'm')).toEqual({ crossing: expect.closeTo(2, 12), settled: 'all' });
    expect(breakEvenShots([point(1, -0.1), point(5, -0.2)], 'm')).toEqual({
      undefinedBecause: 'm is below the baseline at every number of shots',
    });
    expect(breakEvenShots([point(1, -0.1), point(5, -0.2)], 'm', 'log-loss')).toEqual({
      crossing: 1,
      settled: 5,
    });
  });
});

describe('open set', () => {
  const task = toy(12, 0.2);
  const [drawn] = drawEpisodes(task, { ways: 4, shots: 4, queries: 6, count: 1 }, createRandom(3));
  const episode = openEpisode(drawn, 1);
  it.each(['similarity', 'energy', 'relative-mahalanobis'] as const)(
    '%s tells a class apart that is not there',
    (score) => {
      const scores = openSetScores(
        {
          features: featureRows(task.features, episode.support),
          classes: episode.supportClasses,
          classCount: 3,
        },
        featureRows(task.features, episode.query),
        { score },
      );
      const auroc = openSetAuroc(scores, episode.queryClasses);
      // relative distances discount what is far from everything, known classes included
      const least = score === 'relative-mahalanobis' ? 0.8 : 0.9;
      expect('value' in auroc && auroc.value).toBeGreaterThan(least);
    },
  );
  it('counts ties one half and says what is missing', () => {
    expect(openSetAuroc(Float64Array.of(1, 2, 2), Int32Array.of(0, -1, 0))).toEqual({ value: 1.5 / 2 });
    expect(openSetAuroc(Float64Array.of(1), Int32Array.of(0))).toEqual({
      undefinedBecause: 'no query of an unknown class',
    });
  });
});

describe('temperature', () => {
  const random = createRandom('calibrated');
  const truth = Float64Array.from({ length: 4000 }, () => random.uniform());
  const classes = Int32Array.from(truth, (p) => (random.uniform() < p ? 0 : 1));
  const both = (p: Float64Array) =>
    Float64Array.from({ length: 8000 }, (_, at) => (at % 2 ? 1 - p[at >> 1] : p[at >> 1]));
  const judged = { probabilities: cooled(both(truth), 2, 1 / 3), classes, classCount: 2 };

  it('undoes an overconfidence of known size', () => {
    const temperature = fitTemperature([judged]);
    expect(Math.abs(temperature / 3 - 1)).toBeLessThan(0.1);
    const after = { ...judged, probabilities: cooled(judged.probabilities, 2, temperature) };
    expect(topClassEce([judged])).toBeGreaterThan(0.1);
    expect(topClassEce([after])).toBeLessThan(0.03);
  });
  it('refuses to fit nothing', () => {
    expect(() => fitTemperature([])).toThrow('temperature: no judged queries');
  });
});

describe('open-set curve', () => {
  const options = { ways: 4, unknown: 1, queries: 3, episodes: 30, resamples: 100 };

  it('tells classes that are far apart from one that is not there, and nothing where they are alike', () => {
    const [apart] = openSetCurve(toy(12, 0.2), { ...options, shots: [3] }, createRandom(1));
    const [alike] = openSetCurve(toy(12, 50), { ...options, shots: [3] }, createRandom(1));
    for (const score of ['similarity', 'energy', 'relative-mahalanobis'] as const) {
      const [far, near] = [apart.scores[score], alike.scores[score]];
      if (!far || !near || 'undefinedBecause' in far || 'undefinedBecause' in near) throw new Error(score);
      if (score !== 'relative-mahalanobis') expect(far.value, score).toBeGreaterThan(0.9);
      expect(near.value, score).toBeLessThan(0.65);
      if ('undefinedBecause' in near.interval) throw new Error(score);
      expect(near.interval.lower).toBeLessThan(0.5);
      expect(near.interval.upper).toBeGreaterThan(near.value);
    }
  });

  it('of one episode is its own AUROC, and says where a class has too few patients', () => {
    const task = toy();
    const random = createRandom(2);
    const [drawn] = drawEpisodes(task, { ways: 4, shots: 'all', queries: 3, count: 1 }, random);
    const open = openEpisode(firstShots(drawn, 2), 1);
    const support = {
      features: featureRows(task.features, open.support),
      classes: open.supportClasses,
      classCount: 3,
    };
    const scores = openSetScores(support, featureRows(task.features, open.query), { score: 'energy' });
    const [point] = openSetCurve(task, { ...options, episodes: 1, shots: [2], resamples: 20 }, random);
    expect(point.scores.energy).toMatchObject(openSetAuroc(scores, open.queryClasses));
    const [short] = openSetCurve(task, { ...options, shots: [12] }, random);
    expect(short.scores.energy).toEqual({
      undefinedBecause: expect.stringMatching(/patients for the support, not 12/),
    });
  });
});
