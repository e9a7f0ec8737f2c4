import { describe, expect, test } from 'vitest';
import { cases, estimated, expectClose, judged } from '../tests/reference.ts';
import { f1 } from './f1.ts';
import type { Judged } from './judged.ts';
import { ppv } from './ppv.ts';
import { thresholdMetrics } from './registry.ts';
import { sensitivity } from './sensitivity.ts';

describe('by hand', () => {
  test('1 true positive, 1 false positive, 1 false negative', () => {
    expect(f1(judged([1, 1, 0], [0.9, 0.1, 0.8]), 0.5)).toEqual({ value: 2 / 4 });
  });
});

describe('properties', () => {
  test('harmonic mean of sensitivity and PPV', () => {
    const data = cases.large as Judged;
    const [a, b] = [estimated(sensitivity(data, 0.4)), estimated(ppv(data, 0.4))];
    expectClose(estimated(f1(data, 0.4)), 2 / (1 / a + 1 / b), 1e-13);
  });
  test('is not in the registry: nothing reports or gates on it unasked', () => {
    expect(thresholdMetrics).not.toContain(f1);
  });
});

describe('undefined and invalid', () => {
  test('no events and no calls', () => {
    expect(f1(judged([0], [0.1]), 0.5)).toEqual({ undefinedBecause: 'no events and no positive calls' });
  });
});
