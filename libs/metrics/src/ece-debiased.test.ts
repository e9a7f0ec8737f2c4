import { createRandom } from '@raredx/stats';
import { describe, expect, test } from 'vitest';
import { estimated, expectClose, itMatchesMetric, judged } from '../tests/reference.ts';
import { ece } from './ece.ts';
import { eceDebiased } from './ece-debiased.ts';

describe('by hand', () => {
  test('without variance in a bin there is nothing to take off', () => {
    const data = judged([1, 0], [0.75, 0.25]);
    expect(eceDebiased(data)).toEqual(ece(data));
  });
  test('no gap: the half-normal mean is taken off', () => {
    const value = estimated(eceDebiased(judged([1, 0], [0.5, 0.5])));
    expectClose(value, -Math.sqrt(0.25 / 2) * Math.sqrt(2 / Math.PI), 1e-14);
  });
});

describe('reference', () => {
  itMatchesMetric('ece_debiased', 1e-11, eceDebiased);
});

describe('properties', () => {
  test('of a perfectly calibrated model in small samples it is nearer to 0 on average than the ECE', () => {
    const random = createRandom('ece');
    let plain = 0;
    let debiased = 0;
    for (let sample = 0; sample < 200; sample++) {
      const p = Array.from({ length: 60 }, () => random.uniform());
      const data = judged(
        p.map((risk) => Number(random.uniform() < risk)),
        p,
      );
      plain += estimated(ece(data)) / 200;
      debiased += estimated(eceDebiased(data)) / 200;
    }
    expect(plain).toBeGreaterThan(0.1);
    expect(debiased).toBeGreaterThan(0);
    expect(debiased).toBeLessThan(0.75 * plain);
  });
});

describe('undefined and invalid', () => {
  test('no rows', () => {
    expect(eceDebiased(judged([], []))).toEqual({ undefinedBecause: 'no rows' });
  });
});
