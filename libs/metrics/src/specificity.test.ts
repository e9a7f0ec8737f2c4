import { describe, expect, test } from 'vitest';
import { cases, estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { specificity } from './specificity.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(specificity(data, 0.5)), 1 / 2, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('specificity', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = specificity(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe('published', () => {
  test('Altman & Bland 1994: liver scan against pathology in 344 patients', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.1, 0.9, 0.1], [231, 27, 32, 54]);
    expectClose(estimated(specificity(data, 0.5)), 54 / 86, 1e-15);
  });
});

describe('properties', () => {
  test('never falls with the threshold', () => {
    const at = (threshold: number): number => estimated(specificity(cases.large as Judged, threshold));
    for (let t = 0; t < 0.95; t += 0.05) expect(at(t + 0.05)).toBeGreaterThanOrEqual(at(t));
  });
});

describe('undefined and invalid', () => {
  test('no non-events', () => {
    expect(specificity(judged([1], [0.5]), 0.5)).toEqual({ undefinedBecause: 'no non-events' });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => specificity(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow(
      'specificity: threshold outside [0, 1] (1.2)',
    );
  });
});
