import { describe, expect, test } from 'vitest';
import { cases, estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { sensitivity } from './sensitivity.ts';

describe('by hand', () => {
  test('2 of 3 events and 1 of 2 non-events at or above 0.5', () => {
    const data = judged([1, 1, 1, 0, 0], [0.9, 0.5, 0.2, 0.7, 0.1]);
    expectClose(estimated(sensitivity(data, 0.5)), 2 / 3, 1e-15);
  });
});

describe('reference', () => {
  itMatchesFixture<(number | null)[]>('sensitivity', 1e-12, (data) =>
    [0.1, 0.3, 0.5].map((threshold) => {
      const estimate = sensitivity(data, threshold);
      return 'value' in estimate ? estimate.value : null;
    }),
  );
});

describe('published', () => {
  test('Altman & Bland 1994: liver scan against pathology in 344 patients', () => {
    const data = judged([1, 1, 0, 0], [0.9, 0.1, 0.9, 0.1], [231, 27, 32, 54]);
    expectClose(estimated(sensitivity(data, 0.5)), 231 / 258, 1e-15);
  });
});

describe('properties', () => {
  test('never rises with the threshold', () => {
    const at = (threshold: number): number => estimated(sensitivity(cases.large as Judged, threshold));
    for (let t = 0; t < 0.95; t += 0.05) expect(at(t + 0.05)).toBeLessThanOrEqual(at(t));
  });
});

describe('undefined and invalid', () => {
  test('no events', () => {
    expect(sensitivity(judged([0], [0.5]), 0.5)).toEqual({ undefinedBecause: 'no events' });
  });
  test('a threshold outside [0, 1]', () => {
    expect(() => sensitivity(judged([1, 0], [0.5, 0.5]), 1.2)).toThrow(
      'sensitivity: threshold outside [0, 1] (1.2)',
    );
  });
});
