import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createRandom,
  expit,
  fitLogistic,
  openGroupedSpline,
  restrictedCubicSpline,
  splineKnots,
} from '../index.ts';

function grouped(seed: number, cells: number) {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: cells }, () => -1 + 1.5 * random.normal())
    .sort()
    .reverse();
  const weight = Float64Array.from(x, () => random.integer(60));
  const events = Float64Array.from(x, (value, c) => {
    let count = 0;
    for (let k = 0; k < weight[c]!; k++)
      if (random.uniform() < expit(0.3 + value - 0.1 * value * value)) count++;
    return count;
  });
  return { x, weight, events };
}

function fitted(data: ReturnType<typeof grouped>, engine: 'wasm' | 'typescript', start?: Float64Array) {
  const spline = openGroupedSpline(data.x.length, engine);
  spline.x.set(data.x);
  spline.weight.set(data.weight);
  spline.events.set(data.events);
  const found = spline.fit(start);
  const at = [-3, -1, 0, 2].map((x) => spline.riskAt(x));
  const result = { found, at, linear: spline.linear.slice() };
  spline.close();
  return result;
}

/** One row a patient, knots at the quantiles of the rows. */
function byRows({ x, weight, events }: ReturnType<typeof grouped>) {
  const rows = Array.from(x, (value, c) =>
    Array.from({ length: weight[c]! }, (_, k) => ({ value, y: k < events[c]! ? 1 : 0 })),
  ).flat();
  const values = Float64Array.from(rows, ({ value }) => value);
  const knots = splineKnots(values.toSorted());
  const y = Uint8Array.from(rows, (row) => row.y);
  const fit = fitLogistic({ y, columns: restrictedCubicSpline(values, knots) });
  if ('undefinedBecause' in fit) throw new Error(fit.undefinedBecause);
  const b = fit.coefficients;
  return restrictedCubicSpline(Float64Array.of(-3, -1, 0, 2), knots)
    .reduce(
      (eta, column, j) => eta.map((value, i) => value + b[j + 1]! * column[i]!),
      new Float64Array(4).fill(b[0]!),
    )
    .map(expit);
}

describe.each(['wasm', 'typescript'] as const)('%s', (engine) => {
  test('is the fit to the rows', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const data = grouped(seed, 40);
      const exact = byRows(data);
      const { found, at } = fitted(data, engine);
      expect(found).toBe(true);
      for (let k = 0; k < 4; k++) expect(Math.abs(at[k]! - exact[k]!)).toBeLessThan(1e-4);
    }
  });

  test('says where the knots coincide', () => {
    const same = {
      x: new Float64Array(5),
      weight: new Float64Array(5).fill(9),
      events: new Float64Array(5).fill(3),
    };
    expect(fitted(same, engine).found).toBe(false);
    expect(openGroupedSpline(0, engine).fit()).toBe(false);
  });

  test('a poor start does not matter', () => {
    const data = grouped(3, 60);
    const far = new Float64Array(60).fill(40);
    const [good, poor] = [fitted(data, engine), fitted(data, engine, far)];
    for (let k = 0; k < 4; k++) expect(Math.abs(good.at[k]! - poor.at[k]!)).toBeLessThan(1e-4);
  });
});

// Coefficients from few cells are barely determined; what counts is the curve where there are data.
property.prop([fc.nat(), fc.integer({ min: 40, max: 200 })], { seed: 7, numRuns: 100 })(
  'both engines give the same',
  (seed, cells) => {
    const data = grouped(seed, cells);
    const [wasm, twin] = [fitted(data, 'wasm'), fitted(data, 'typescript')];
    expect(wasm.found).toBe(twin.found);
    if (!wasm.found) return;
    for (let c = 0; c < cells; c++)
      expect(Math.abs(expit(wasm.linear[c]!) - expit(twin.linear[c]!))).toBeLessThan(1e-12);
  },
);
