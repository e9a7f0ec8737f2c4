import { describe, expect, test } from 'vitest';
import { estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { lrNegative } from './lr-negative.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(lrNegative(data, 0.5)), 1 / 3 / (1 / 2), 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('lr_negative', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = lrNegative(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe('published', () => {
  test('Altman & Bland 1994: liver scan against pathology in 344 patients', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.1, 0.9, 0.1], [231, 27, 32, 54]);
    expectClose(estimated(lrNegative(data, 0.5)), 27 / 258 / (54 / 86), 1e-15);
  });
});

describe('properties', () => {
  test('is 1 where nobody is called', () => {
    expect(lrNegative(judged([1, 0, 0], [0.1, 0.2, 0.3]), 0.5)).toEqual({ value: 1 });
  });
});

describe('undefined and invalid', () => {
  test('no true negatives', () => {
    expect(lrNegative(judged([1, 0], [0.6, 0.6]), 0.5)).toEqual({
      undefinedBecause: 'no true negatives: the ratio has no finite value',
    });
  });
  test('no non-events', () => {
    expect(lrNegative(judged([1, 1], [0.6, 0.1]), 0.5)).toEqual({ undefinedBecause: 'no non-events' });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => lrNegative(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow(
      'lr_negative: threshold outside [0, 1] (1.2)',
    );
  });
});
