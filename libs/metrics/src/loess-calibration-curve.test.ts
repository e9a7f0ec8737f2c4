import { describe, expect, test } from 'vitest';
import { cases, defined, expectClose, judged, readFixture } from '../tests/reference.ts';
import type { Judged } from './judged.ts';
import { loessCalibrationCurve } from './loess-calibration-curve.ts';

describe('reference', () => {
  const { expected } = readFixture<{ at: number[]; observed: number[] }>('loess_calibration_curve');
  test.each(Object.entries(expected))('R loess, surface = "direct": %s', (name, points) => {
    const { at = [], observed = [] } = points ?? {};
    const curve = defined(loessCalibrationCurve(cases[name] as Judged, Float64Array.from(at)));
    observed.forEach((value, i) => {
      // R solves each local fit by pseudo-inverse with a tolerance; 1e-8 is what both agree on.
      expectClose(curve[i] as number, value, 1e-8, name);
    });
  });
});

describe('properties', () => {
  test('outcomes equal to a line of p give that line', () => {
    const p = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 40);
    const data = judged(
      p.flatMap(() => [1, 0]),
      p.flatMap((risk) => [risk, risk]),
      p.flatMap((risk) => [risk * 60, (1 - risk) * 60]),
    );
    const curve = defined(loessCalibrationCurve(data, Float64Array.of(0.1, 0.5, 0.9)));
    [0.1, 0.5, 0.9].forEach((risk, i) => {
      expectClose(curve[i] as number, risk, 1e-9);
    });
  });
});

describe('undefined and invalid', () => {
  test('no rows, few distinct risks, beyond the data', () => {
    expect(loessCalibrationCurve(judged([], []), Float64Array.of(0.5))).toEqual({
      undefinedBecause: 'no rows',
    });
    expect(loessCalibrationCurve(cases.all_equal as Judged, Float64Array.of(0.3))).toHaveProperty(
      'undefinedBecause',
    );
    expect(loessCalibrationCurve(judged([0, 1], [0.2, 0.3]), Float64Array.of(0.5))).toEqual({
      undefinedBecause: 'no p as extreme as 0.5: the curve would extrapolate',
    });
  });
  test('the ends of the data are inside, wherever their rows stand; a row of weight 0 is no data', () => {
    const p = [0.1, 0.4, 0.3, 0.5, 0.6, 0.7, 0.2, 0.9];
    const data = judged([0, 1, 0, 1, 0, 1, 0, 1], p);
    expect(loessCalibrationCurve(data, Float64Array.of(0.1, 0.9))).toHaveLength(2);
    const without = { ...data, w: Float64Array.of(0, 1, 1, 1, 1, 1, 1, 1) };
    expect(loessCalibrationCurve(without, Float64Array.of(0.1))).toHaveProperty('undefinedBecause');
  });
  test('a point that is no risk', () => {
    expect(() => loessCalibrationCurve(cases.good as Judged, Float64Array.of(2))).toThrow(
      'point outside [0, 1] (2)',
    );
  });
});
