import { describe, expect, test } from 'vitest';
import { cases, defined, estimated, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { auroc } from './auroc.ts';
import type { Judged } from './judged.ts';
import { rocCurve } from './roc-curve.ts';

describe('by hand', () => {
  test('a tie is one slanted step', () => {
    expect(rocCurve(judged([1, 0, 1, 0], [0.9, 0.1, 0.4, 0.4]))).toEqual({
      thresholds: Float64Array.of(Number.POSITIVE_INFINITY, 0.9, 0.4, 0.1),
      falsePositiveRate: Float64Array.of(0, 0, 0.5, 1),
      sensitivity: Float64Array.of(0, 0.5, 1, 1),
    });
  });
});

describe('reference', () => {
  itMatchesFixture<{ falsePositiveRate: number[]; sensitivity: number[] }>('roc_curve', 1e-12, (data) => {
    const curve = defined(rocCurve(data));
    return { falsePositiveRate: [...curve.falsePositiveRate], sensitivity: [...curve.sensitivity] };
  });
});

describe('properties', () => {
  test('its trapezia are the AUROC', () => {
    const data = cases.tied as Judged;
    const { falsePositiveRate: x, sensitivity: y } = defined(rocCurve(data));
    let area = 0;
    for (let i = 1; i < x.length; i++) {
      area += ((Number(x[i]) - Number(x[i - 1])) * (Number(y[i]) + Number(y[i - 1]))) / 2;
    }
    expectClose(area, estimated(auroc(data)), 1e-12);
  });
  test('a risk of rows of weight 0 is no point', () => {
    const { thresholds } = defined(rocCurve(judged([1, 0, 1], [0.9, 0.1, 0.5], [1, 1, 0])));
    expect(thresholds).toEqual(Float64Array.of(Number.POSITIVE_INFINITY, 0.9, 0.1));
  });
});

describe('undefined and invalid', () => {
  test('one class', () => {
    expect(rocCurve(judged([0], [0.5]))).toEqual({ undefinedBecause: 'no events' });
  });
});
