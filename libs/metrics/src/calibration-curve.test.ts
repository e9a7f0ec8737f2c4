import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, itMatchesFixture, judged } from '../tests/reference.ts';
import { calibrationCurve } from './calibration-curve.ts';
import { flexibleCalibration } from './flexible-calibration.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('a model that is right everywhere lies on the diagonal', () => {
    const risks = Array.from({ length: 18 }, (_, i) => (i + 1) / 20);
    const data = judged(
      risks.flatMap(() => [1, 0]),
      risks.flatMap((p) => [p, p]),
      risks.flatMap((p) => [p, 1 - p]),
    );
    const { observed } = defined(calibrationCurve(data, Float64Array.of(0.1, 0.5, 0.9)));
    [0.1, 0.5, 0.9].forEach((risk, i) => {
      expectClose(observed[i] as number, risk, 1e-8);
    });
  });
});

describe('reference', () => {
  const at = [0.02, 0.1, 0.3, 0.5, 0.8];
  itMatchesFixture<Record<string, number[]>>('calibration_curve', 1e-7, (data) => {
    const curve = defined(calibrationCurve(data, Float64Array.from(at)));
    return { at, ...Object.fromEntries(Object.entries(curve).map(([name, values]) => [name, [...values]])) };
  });
});

describe('properties', () => {
  test('at the predicted risks it is the curve of the ICI', () => {
    const data = cases.large as Judged;
    const { observed } = defined(calibrationCurve(data, data.p));
    const { observed: byRow } = defined(flexibleCalibration(data));
    for (let row = 0; row < data.p.length; row++)
      expectClose(observed[row] as number, byRow[row] as number, 1e-13);
  });
  test('the band holds the curve, stays in [0, 1] and widens with the confidence', () => {
    const at = Float64Array.of(0.001, 0.2, 0.999);
    const narrow = defined(calibrationCurve(cases.good as Judged, at, 0.8));
    const wide = defined(calibrationCurve(cases.good as Judged, at, 0.99));
    at.forEach((_, i) => {
      const limits = [
        0,
        wide.lower[i],
        narrow.lower[i],
        narrow.observed[i],
        narrow.upper[i],
        wide.upper[i],
        1,
      ];
      expect(limits).toEqual([...limits].sort((a, b) => Number(a) - Number(b)));
    });
  });
});

describe('undefined and invalid', () => {
  test('one class, extreme risks, few distinct risks', () => {
    const at = Float64Array.of(0.5);
    expect(calibrationCurve(judged([0, 0], [0.1, 0.2]), at)).toEqual({ undefinedBecause: 'no events' });
    expect(calibrationCurve(judged([0, 1], [0, 0.2]), at)).toHaveProperty('undefinedBecause');
    expect(calibrationCurve(cases.all_equal as Judged, at)).toHaveProperty('undefinedBecause');
  });
  test('a point without a logit', () => {
    expect(() => calibrationCurve(cases.good as Judged, Float64Array.of(0.5, 1))).toThrow(
      'calibration curve: point outside (0, 1) (1)',
    );
  });
});
