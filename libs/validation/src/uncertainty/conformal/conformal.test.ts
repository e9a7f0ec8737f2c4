import { createRandom, type Estimate } from '@raredx/stats';
import { describe, expect, it, test } from 'vitest';
import { defined, expectAllNear, expectNear, readReference } from '../../../tests/reference.ts';
import { adaptiveScores } from './adaptive-scores.ts';
import { attainableCoverage } from './attainable-coverage.ts';
import { conformalQuantile } from './conformal-quantile.ts';
import { conformalRank } from './conformal-rank.ts';
import { crossConformalSets } from './cross-conformal.ts';
import { groupQuantiles } from './group-quantiles.ts';
import { jackknifePlus } from './jackknife-plus.ts';
import { leastAmbiguousScores } from './least-ambiguous.ts';
import { patientScores } from './patient-scores.ts';
import { crossingSets, predictionSets } from './prediction-sets.ts';
import { summariseSets } from './summarise-sets.ts';
import { weightedConformal } from './weighted-conformal.ts';

interface Reference {
  readonly split: {
    score: 'lac' | 'aps';
    classes: number;
    alpha: number;
    y: number[];
    p: number[];
    u: number[];
    test: number[];
    sets: number[];
  }[];
  readonly cross: {
    alpha: number;
    scores: number[];
    fold: number[];
    by_fold: number[][];
    mapie: number[] | null;
    sets: number[];
  }[];
  readonly randomised: { classes: number; p: number[]; u: number[]; scores: number[] }[];
  readonly jackknife: {
    alpha: number;
    residuals: number[];
    predictions: number[];
    lower: number;
    upper: number;
  }[];
  readonly weighted: {
    alpha: number;
    scores: number[];
    w: number[];
    test: number;
    quantile: number | null;
  }[];
  readonly attainable: { n: number; alpha: number; confidence: number; rank: number; limits: number[] }[];
}

const reference = readReference<Reference>('conformal');
const array = (values: readonly number[]) => Float64Array.from(values);
const limitOf = (estimate: Estimate) => defined(estimate).value;

describe('reference', () => {
  test.each(reference.split)('MAPIE: split $score, $classes classes, alpha $alpha', (row) => {
    const { classes, alpha } = row;
    const scores =
      row.score === 'lac'
        ? leastAmbiguousScores({ classes, p: array(row.p) })
        : adaptiveScores({ classes, p: array(row.p) }, array(row.u));
    const own = scores.filter((_, cell) => cell % classes === row.y[Math.floor(cell / classes)]);
    const limit = conformalQuantile(own, alpha);
    const test = { classes, p: array(row.test) };
    const sets =
      row.score === 'lac'
        ? predictionSets(leastAmbiguousScores(test), limit, classes)
        : crossingSets(test, limitOf(limit));
    expect(Array.from(sets)).toEqual(row.sets);
    expect(row.sets).toContain(0);
  });

  test.each(reference.cross)(
    'cross-conformal sets at alpha $alpha, by definition and by MAPIE where it agrees',
    (row) => {
      const calibration = { scores: array(row.scores), fold: Uint32Array.from(row.fold) };
      const { sets } = defined(crossConformalSets(calibration, row.by_fold.map(array), row.alpha));
      expect(Array.from(sets)).toEqual(row.sets);
      if (row.mapie) expect(Array.from(sets)).toEqual(row.mapie);
      expect(row.sets).toContain(0);
    },
  );

  test.each(reference.randomised)(
    'randomised adaptive scores, $classes classes',
    ({ classes, p, u, scores }) => {
      expectAllNear(adaptiveScores({ classes, p: array(p) }, array(u)), scores, 1e-13);
    },
  );

  test.each(reference.jackknife)('jackknife+ at alpha $alpha', (row) => {
    const { lower, upper } = defined(jackknifePlus(array(row.residuals), array(row.predictions), row.alpha));
    expectNear(lower, row.lower, 1e-14);
    expectNear(upper, row.upper, 1e-14);
  });

  test.each(reference.weighted)('weighted quantile at alpha $alpha', (row) => {
    const [found] = weightedConformal(
      { scores: array(row.scores), w: array(row.w) },
      Float64Array.of(row.test),
      row.alpha,
    );
    if (row.quantile === null) expect(found).toHaveProperty('undefinedBecause');
    else expect(found).toEqual({ value: row.quantile });
  });

  test.each(reference.attainable)('scipy beta: n = $n, alpha $alpha, confidence $confidence', (row) => {
    const found = defined(attainableCoverage(row.n, row.alpha, row.confidence));
    expect(found.rank).toBe(row.rank);
    expectNear(found.lower, row.limits[0], 1e-10);
    expectNear(found.upper, row.limits[1], 1e-10);
  });
});

describe('by hand', () => {
  it('a new patient is covered in exactly rank of n + 1 leave-one-out orders', () => {
    const all = Float64Array.from({ length: 20 }, (_, i) => Math.sin(7 * i));
    for (const alpha of [0.1, 0.2, 0.5]) {
      const covered = all.filter((score, i) => {
        const others = all.filter((_, other) => other !== i);
        return score <= limitOf(conformalQuantile(others, alpha));
      });
      expect(covered.length).toBe(Math.round(20 * (1 - alpha)));
    }
  });

  it('whole numbers of (n + 1)(1 − α) are not rounded up by floating point', () => {
    for (const n of [9, 19, 29, 39, 49, 59, 69, 99, 999, 99_999]) {
      expect(conformalRank(n, 0.1)).toEqual({ rank: ((n + 1) * 9) / 10 });
    }
  });

  it('empty, single and full sets, patients averaged over passes and counted once', () => {
    const judged = {
      classes: 2,
      sets: Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 1),
      y: Uint8Array.of(0, 1, 0, 1),
      patient: Uint32Array.of(4, 4, 9, 9),
      pass: [0, 0, 0, 1],
    };
    const found = summariseSets(judged, 0.95);
    expect(found.patients).toBe(2);
    expect(found.coverage.estimate).toEqual({ value: (1 + 1 / 2) / 2 });
    expect(found.size.estimate).toEqual({ value: (3 / 2 + 1 / 2) / 2 });
    expect(found.singletonRate.estimate).toEqual({ value: (1 / 2 + 1 / 2) / 2 });
    expect(found.emptyRate.estimate).toEqual({ value: (0 + 1 / 2) / 2 });
  });

  it('a patient with one missed sample is not covered', () => {
    const judged = {
      classes: 2,
      sets: Uint8Array.of(1, 0, 1, 0),
      y: Uint8Array.of(0, 1),
      patient: Uint32Array.of(0, 0),
      pass: [0, 0],
    };
    expect(summariseSets(judged, 0.95).coverage.estimate).toEqual({ value: 0 });
  });
});

describe('properties', () => {
  const random = createRandom('conformal properties');
  const scores = Float64Array.from({ length: 80 }, () => Math.round(random.uniform() * 50) / 50);

  it('order does not matter and monotone maps of the score commute', () => {
    const limit = limitOf(conformalQuantile(scores, 0.13));
    expect(limitOf(conformalQuantile(scores.toReversed(), 0.13))).toBe(limit);
    expect(limitOf(conformalQuantile(scores.map(Math.exp), 0.13))).toBe(Math.exp(limit));
  });

  it('weight k is k copies, and repeats of 1/R are one patient', () => {
    const w = Float64Array.from(scores, (_, i) => i % 3);
    const copies = Float64Array.from([...scores].flatMap((s, i) => Array.from({ length: w[i] }, () => s)));
    expect(conformalQuantile(scores, 0.2, { w })).toEqual(conformalQuantile(copies, 0.2));
    const thrice = Float64Array.from([...scores, ...scores, ...scores]);
    const third = { w: new Float64Array(thrice.length).fill(1 / 3) };
    expect(conformalQuantile(thrice, 0.2, third)).toEqual(conformalQuantile(scores, 0.2));
  });

  it('lower alpha never makes smaller sets', () => {
    const limits = [0.5, 0.3, 0.2, 0.1, 0.05].map((alpha) => limitOf(conformalQuantile(scores, alpha)));
    expect(limits).toEqual([...limits].sort((a, b) => a - b));
  });

  it('groups are calibrated as if they were alone', () => {
    const group = Uint32Array.from(scores, (_, i) => (i < 75 ? i % 2 : 2));
    const found = groupQuantiles(scores, { group, groups: 3 }, 0.1);
    expect(found[0]).toEqual(
      conformalQuantile(
        scores.filter((_, i) => group[i] === 0),
        0.1,
      ),
    );
    expect(found[2]).toEqual({ undefinedBecause: 'unattainable: 5 calibration patients < 1/0.1 − 1 = 9' });
  });

  it('a duplicated sample of a patient changes nothing', () => {
    const patient = Uint32Array.from(scores, (_, i) => i);
    const doubled = patientScores(
      Float64Array.from([...scores, ...scores]),
      Uint32Array.from([...patient, ...patient]),
    );
    expect(doubled.scores).toEqual(patientScores(scores, patient).scores);
  });

  it('full draws of u give the score above the label, none the score with it', () => {
    const risks = { classes: 3, p: Float64Array.of(0.5, 0.3, 0.2) };
    expectAllNear(adaptiveScores(risks, Float64Array.of(1)), [0, 0.5, 0.8], 1e-14);
    expectAllNear(adaptiveScores(risks, Float64Array.of(0)), adaptiveScores(risks), 1e-14);
  });
});

describe('undefined and invalid', () => {
  it('too few patients, by name and number', () => {
    expect(conformalQuantile(new Float64Array(18), 0.05)).toEqual({
      undefinedBecause: 'unattainable: 18 calibration patients < 1/0.05 − 1 = 19',
    });
    expect(conformalQuantile(new Float64Array(0), 0.05)).toHaveProperty('undefinedBecause');
    expect(jackknifePlus(new Float64Array(8), new Float64Array(8), 0.1)).toHaveProperty('undefinedBecause');
    expect(
      crossConformalSets(
        { scores: new Float64Array(3), fold: new Uint32Array(3) },
        [new Float64Array(2)],
        0.1,
      ),
    ).toHaveProperty('undefinedBecause');
  });

  it('throws on alpha, scores, weights and shapes', () => {
    expect(() => conformalQuantile(Float64Array.of(1), 0)).toThrow('alpha outside (0, 1) (0)');
    expect(() => conformalQuantile(Float64Array.of(Number.NaN), 0.5)).toThrow(
      'score is not a number (first: row 0)',
    );
    expect(() => conformalQuantile(Float64Array.of(1), 0.5, { w: Float64Array.of(-1) })).toThrow('negative');
    expect(() => conformalQuantile(Float64Array.of(1), 0.5, { w: new Float64Array(2) })).toThrow(
      'w has 2 rows',
    );
    expect(() => conformalQuantile(Float64Array.of(1), 0.5, { testWeight: -1 })).toThrow(
      'test weight negative',
    );
    expect(() => leastAmbiguousScores({ classes: 2, p: Float64Array.of(0.5) })).toThrow('not n rows of 2');
    expect(() => leastAmbiguousScores({ classes: 2, p: Float64Array.of(0.5, 1.5) })).toThrow(
      'p outside [0, 1]',
    );
    expect(() => adaptiveScores({ classes: 2, p: Float64Array.of(0.5, 0.5) }, Float64Array.of(2))).toThrow(
      'u is not',
    );
    expect(() => attainableCoverage(-1, 0.1, 0.9)).toThrow('not a number of patients');
    expect(() => predictionSets(Float64Array.of(1, 2), [{ value: 1 }], 2)).toThrow(
      '1 quantiles for 2 classes',
    );
    expect(() => jackknifePlus(Float64Array.of(-1), Float64Array.of(0), 0.5)).toThrow('not a residual');
  });
});
