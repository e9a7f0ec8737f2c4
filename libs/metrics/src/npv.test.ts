import { describe, expect, test } from 'vitest';
import { estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { npv } from './npv.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(npv(data, 0.5)), 1 / 2, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('npv', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = npv(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe('published', () => {
  test('Altman & Bland 1994: liver scan against pathology in 344 patients', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.1, 0.9, 0.1], [231, 27, 32, 54]);
    expectClose(estimated(npv(data, 0.5)), 54 / 81, 1e-15);
  });
});

describe('properties', () => {
  test('is the rate of non-events where nobody is called', () => {
    expect(npv(judged([1, 0, 0, 0], [0.5, 0.2, 0, 0.8]), 0.9)).toEqual({ value: 3 / 4 });
  });
});

describe('undefined and invalid', () => {
  test('everybody called', () => {
    expect(npv(judged([1, 0], [0.6, 0.7]), 0.5)).toEqual({ undefinedBecause: 'no row below the threshold' });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => npv(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow('npv: threshold outside [0, 1] (1.2)');
  });
});
