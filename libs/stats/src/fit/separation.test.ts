import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { fixture } from '../../tests/fixture.ts';
import { createRandom, expit, fitLogistic, fitMultinomial } from '../index.ts';

interface Case {
  columns: number[][];
  y: number[];
  separated: boolean;
}

const separation = 'separation: the likelihood has no maximum';
const outcome = (fit: object) => ('undefinedBecause' in fit ? fit.undefinedBecause : 'converged');

test('separation is found exactly where a linear programme finds it', () => {
  for (const [i, { columns, y, separated }] of fixture<Case[]>('separation').entries()) {
    const data = { y: Uint8Array.from(y), columns: columns.map((column) => Float64Array.from(column)) };
    const expected = separated ? separation : 'converged';
    expect(outcome(fitLogistic(data)), `case ${i}`).toBe(expected);
    expect(outcome(fitMultinomial({ ...data, classes: 2 })), `case ${i}, multinomial`).toBe(expected);
    const far = fitLogistic({
      ...data,
      start: Float64Array.from({ length: columns.length + 1 }, (_, j) => 30 * (-1) ** j),
    });
    expect(outcome(far), `case ${i}, far start`).toBe(expected);
  }
});

const finite = { noNaN: true, noDefaultInfinity: true };

property.prop(
  [
    fc.nat(),
    fc.double({ min: 0, max: 4, ...finite }),
    fc.double({ min: 0, max: 20, ...finite }),
    fc.double({ min: 0.1, max: 30, ...finite }),
  ],
  { seed: 7, numRuns: 300 },
)(
  'overlapping data converge to a zero gradient, whatever the weights, offsets and outliers',
  (seed, weightSpread, offsetSpread, steepness) => {
    const random = createRandom(seed);
    const n = 60;
    const x = Float64Array.from({ length: n }, () => random.normal() / (0.05 + random.uniform()));
    const w = Float64Array.from(x, () => Math.exp(weightSpread * random.normal()));
    const offset = Float64Array.from(x, () => offsetSpread * random.normal());
    const y = Uint8Array.from(x, (v) => (random.uniform() < expit(steepness * v) ? 1 : 0));
    // Two rows on the wrong side at each end: the data overlap whatever was drawn.
    x.set([-9, 9, 0, 0.5]);
    y.set([1, 0, 1, 0]);
    const fit = fitLogistic({ y, columns: [x], w, offset });
    if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
    const [b0, b1] = fit.coefficients as unknown as [number, number];
    let gradient = [0, 0];
    let size = 0;
    for (let i = 0; i < n; i++) {
      const residual = w[i]! * (y[i]! - expit(offset[i]! + b0 + b1 * x[i]!));
      gradient = [gradient[0]! + residual, gradient[1]! + residual * x[i]!];
      size += w[i]! * (1 + Math.abs(x[i]!));
    }
    expect(Math.max(...gradient.map(Math.abs)) / size).toBeLessThan(1e-10);
  },
);
