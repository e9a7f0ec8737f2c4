import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { expectRelative, monitoringReference } from '../../tests/monitoring-reference.ts';
import { noncentralChiSquareCdf, noncentralityInterval } from './noncentral-interval.ts';
import type { PatientSample } from './patient-sample.ts';
import { type DriftTest, populationDrift } from './population-drift.ts';
import { stepDownMinP } from './step-down-min-p.ts';

const root = createRandom('population drift');
const options = { random: root, permutations: 199, resamples: 200, confidence: 0.95 };
const one = (values: readonly number[]): PatientSample => ({
  values: Float64Array.from(values),
  patient: Uint32Array.from(values.keys()),
  patients: values.length,
});
const byName = (tests: readonly DriftTest[], name: string) =>
  tests.find(({ statistic }) => statistic === name) as DriftTest;

describe('reference', () => {
  it('distances agree with SciPy', () => {
    for (const { reference, fresh, ...expected } of monitoringReference.distances) {
      const tests = populationDrift([one(reference), one(fresh)], [], { ...options, permutations: 9 });
      expectRelative(byName(tests, 'kolmogorov_smirnov').estimate, expected.ks, 1e-12);
      expectRelative(byName(tests, 'wasserstein').estimate, expected.wasserstein, 1e-12);
      expectRelative(byName(tests, 'population_stability_index').estimate, expected.psi, 1e-10);
    }
  });

  it('the noncentral chi-square and its interval agree with SciPy', () => {
    for (const { x, df, cdf_at_7, lower, upper } of monitoringReference.noncentral) {
      expectRelative(noncentralChiSquareCdf(x, { df, noncentrality: 7 }), cdf_at_7, 1e-10);
      const found = noncentralityInterval(x, { df, confidence: 0.95 });
      expectRelative(found.upper, upper, 1e-7, `upper at ${x}`);
      if (lower === 0) expect(found.lower).toBe(0);
      else expectRelative(found.lower, lower, 1e-7, `lower at ${x}`);
    }
  });

  it('step-down minimum p agrees with the algorithm written out in Python', () => {
    const { values, p, adjusted } = monitoringReference.step_down;
    const found = stepDownMinP(values.map((row) => Float64Array.from(row)));
    p.forEach((value, k) => {
      expectRelative(found.pValues[k], value, 1e-12);
      expectRelative(found.adjusted[k], adjusted[k], 1e-12);
    });
  });
});

describe('properties', () => {
  it('the same patients on both sides: no distance, p = 1', () => {
    const same = one([0.1, 0.2, 0.3, 0.4]);
    for (const test of populationDrift([same, same], [], options)) {
      expect(test.estimate).toBeCloseTo(0, 14);
      expect(test.pValue).toBe(1);
      expect(test.lower).toBe(0);
    }
  });

  it('a patient with copies of a sample counts once', () => {
    const copied: PatientSample = {
      values: Float64Array.of(0.1, 0.1, 0.1, 0.6),
      patient: Uint32Array.of(0, 0, 0, 1),
      patients: 2,
    };
    const [a, b] = [one([0.1, 0.6]), one([0.2, 0.3, 0.7])];
    const estimates = (sample: PatientSample) =>
      populationDrift([b, sample], [], options).map(({ estimate }) => estimate);
    estimates(copied).forEach((value, k) => {
      expect(value).toBeCloseTo(estimates(a)[k], 12);
    });
  });

  it('an attribute by hand: 3 of 4 against 1 of 4 is a total variation of one half', () => {
    const attribute = {
      name: 'sex',
      levels: ['F', 'M'],
      reference: Uint32Array.of(0, 1, 1, 1),
      fresh: Uint32Array.of(0, 0, 0, 1),
    };
    const tests = populationDrift(
      [one([0.1, 0.2, 0.3, 0.4]), one([0.1, 0.2, 0.3, 0.4])],
      [attribute],
      options,
    );
    expect(tests.at(-1)).toMatchObject({ subject: 'sex', statistic: 'total_variation', estimate: 0.5 });
  });

  it('the same seed gives the same numbers', () => {
    const sides = [one([0.1, 0.2, 0.5]), one([0.3, 0.4, 0.9])] as const;
    expect(populationDrift(sides, [], options)).toEqual(populationDrift(sides, [], options));
  });
});

describe('simulation', () => {
  const simulations = 200;
  const draw = (n: number, name: string, s: number, rise = 0) => {
    const random = root.fork(name).fork(s);
    return one(Array.from({ length: n }, () => 1 / (1 + Math.exp(1 - rise - random.normal()))));
  };

  it('nothing moved: any adjusted p ≤ 0.1 in one of ten; intervals of the distances hold 0', () => {
    let rejected = 0;
    let held = 0;
    for (let s = 0; s < simulations; s++) {
      const sides = [draw(30, 'a', s), draw(20, 'b', s)] as const;
      const tests = populationDrift(sides, [], {
        ...options,
        ...{ random: root.fork(s), permutations: 59, resamples: 60 },
      });
      if (tests.some(({ adjustedP }) => adjustedP <= 0.1)) rejected++;
      if (byName(tests, 'wasserstein').lower === 0) held++;
    }
    const noise = 3 * Math.sqrt((0.1 * 0.9) / simulations);
    expect(rejected / simulations).toBeLessThanOrEqual(0.1 + noise);
    expect(rejected / simulations).toBeGreaterThanOrEqual(0.1 - noise);
    expect(held / simulations).toBeGreaterThanOrEqual(0.95 - 3 * Math.sqrt((0.05 * 0.95) / simulations));
  });

  it('a shift of a standard deviation is found', () => {
    const tests = populationDrift([draw(100, 'a', 0), draw(80, 'c', 0, 1)], [], options);
    for (const { adjustedP, lower } of tests) {
      expect(adjustedP).toBeLessThanOrEqual(0.005);
      expect(lower).toBeGreaterThan(0);
    }
  });
});

it('refuses samples whose patients do not fit', () => {
  const bad: PatientSample = { values: Float64Array.of(0.1), patient: Uint32Array.of(3), patients: 1 };
  expect(() => populationDrift([bad, one([0.1])], [], options)).toThrow('patient 3 of 1');
});
