import { describe, expect, test } from 'vitest';
import { estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { ppv } from './ppv.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(ppv(data, 0.5)), 2 / 3, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('ppv', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = ppv(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe('published', () => {
  test('Altman & Bland 1994: liver scan against pathology in 344 patients', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.1, 0.9, 0.1], [231, 27, 32, 54]);
    expectClose(estimated(ppv(data, 0.5)), 231 / 263, 1e-15);
  });
});

describe('properties', () => {
  test('is the prevalence at threshold 0', () => {
    expect(ppv(judged([1, 0, 0, 0], [0.5, 0.2, 0, 0.9]), 0)).toEqual({ value: 1 / 4 });
  });
});

describe('undefined and invalid', () => {
  test('nobody called', () => {
    expect(ppv(judged([1, 0], [0.2, 0.3]), 0.5)).toEqual({
      undefinedBecause: 'no row at or above the threshold',
    });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => ppv(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow('ppv: threshold outside [0, 1] (1.2)');
  });
});
