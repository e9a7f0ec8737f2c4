import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, goldenAbsent, goldenJudged, judged } from '../tests/reference.ts';
import { aurocInterval } from './auroc-interval.ts';
import type { Judged } from './judged.ts';

// The reference for both scales is in delong.test.ts: one fixture, made by pROC.

describe.skipIf(goldenAbsent)('published', () => {
  test('National Wilms Tumor Study 4', () => {
    const interval = defined(
      aurocInterval(goldenJudged('nwtco_study4_pred.csv'), { confidence: 0.95, scale: 'plain' }),
    );
    expectClose(interval.lower, 0.6689832626, 1e-9);
    expectClose(interval.upper, 0.7354105759, 1e-9);
    expect(interval.method).toBe('DeLong');
  });
});

describe('properties', () => {
  test('the logit interval stays inside (0, 1) where the plain one is cut', () => {
    const data = cases.seven_rows as Judged;
    expect(defined(aurocInterval(data, { confidence: 0.95, scale: 'plain' })).upper).toBe(1);
    expect(defined(aurocInterval(data, { confidence: 0.95, scale: 'logit' })).upper).toBeLessThan(1);
  });
});

describe('undefined and invalid', () => {
  test.each(['logit', 'plain'] as const)('AUROC exactly 1 or 0: Newcombe 5, %s', (scale) => {
    const perfect = judged([1, 1, 1, 0, 0, 0, 0], [0.9, 0.8, 0.7, 0.4, 0.3, 0.2, 0.1]);
    const upper = defined(aurocInterval(perfect, { confidence: 0.95, scale }));
    expect(upper).toMatchObject({ upper: 1, method: 'Newcombe 5: AUROC is exactly 1' });
    expect(upper.lower).toBeGreaterThan(0.3);
    expect(upper.lower).toBeLessThan(0.8);
    const turned = { y: perfect.y, p: perfect.p.map((risk) => 1 - risk) };
    const lower = defined(aurocInterval(turned, { confidence: 0.95, scale }));
    expect(lower.lower).toBe(0);
    expectClose(lower.upper, 1 - upper.lower, 1e-12);
  });
  test('one event has an interval, wide', () => {
    const interval = defined(aurocInterval(cases.one_event as Judged, { confidence: 0.95, scale: 'logit' }));
    expect(interval.method).toBe('Newcombe 5: fewer than two events');
    expect(interval.upper - interval.lower).toBeGreaterThan(0.5);
  });
  test('few of the rarer class, where asked for', () => {
    const options = { confidence: 0.95, scale: 'logit' } as const;
    const data = cases.seven_rows as Judged;
    expect(defined(aurocInterval(data, { ...options, newcombeBelow: 4 })).method).toBe(
      'Newcombe 5: fewer than 4 in the rarer class',
    );
    expect(aurocInterval(data, { ...options, newcombeBelow: 3 })).toEqual(aurocInterval(data, options));
  });
  test('every p equal', () => {
    expect(aurocInterval(cases.all_equal as Judged, { confidence: 0.95, scale: 'logit' })).toEqual({
      undefinedBecause: 'every p is equal: the order of rows says nothing',
    });
  });
  test('one class', () => {
    expect(aurocInterval(judged([0, 0], [0.1, 0.2]), { confidence: 0.95, scale: 'logit' })).toEqual({
      undefinedBecause: 'no events',
    });
  });
  test('confidence in percent', () => {
    expect(() => aurocInterval(cases.good as Judged, { confidence: 95, scale: 'logit' })).toThrow(
      'auroc interval: confidence outside (0, 1) (95)',
    );
  });
});
