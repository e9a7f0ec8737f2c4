import { describe, expect, test } from 'vitest';
import { cases, defined, estimated, expectClose, readDocument } from '../tests/reference.ts';
import { calibrationIntercept } from './calibration-intercept.ts';
import { calibrationSlope } from './calibration-slope.ts';
import { classwiseCalibration } from './classwise-calibration.ts';
import type { Judged } from './judged.ts';
import type { JudgedClasses } from './multiclass.ts';
import { multinomialRecalibration } from './multinomial-recalibration.ts';

interface Row {
  readonly classes: number;
  readonly y: number[];
  readonly p: number[];
  readonly intercepts: number[];
  readonly slopes: number[];
  readonly chiSquare: number;
  readonly pValue: number;
}

const twoClasses = ({ y, p }: Judged): JudgedClasses => ({
  classes: 2,
  y,
  p: Float64Array.from(Array.from(p).flatMap((risk) => [1 - risk, risk])),
});

describe('reference', () => {
  test.each(readDocument<{ rows: Row[] }>('multinomial_recalibration').rows)('$classes classes', (row) => {
    const got = defined(
      multinomialRecalibration({
        classes: row.classes,
        y: Uint8Array.from(row.y),
        p: Float64Array.from(row.p),
      }),
    );
    row.intercepts.forEach((expected, k) => {
      expectClose(got.intercepts[k] as number, expected, 1e-8);
    });
    row.slopes.forEach((expected, k) => {
      expectClose(got.slopes[k] as number, expected, 1e-8);
    });
    expectClose(got.chiSquare, row.chiSquare, 1e-9);
    expect(Math.abs(got.pValue / row.pValue - 1)).toBeLessThan(1e-6);
  });
});

describe('properties', () => {
  const data = cases.overfitted as Judged;

  test('two classes: intercept and slope of the binary model', () => {
    const got = defined(multinomialRecalibration(twoClasses(data)));
    expectClose(got.intercepts[0] as number, estimated(calibrationIntercept(data)), 1e-8);
    expectClose(got.slopes[0] as number, estimated(calibrationSlope(data)), 1e-8);
  });
  test('weight k is k copies, 0 is absence', () => {
    const w = Float64Array.from(data.y, (_, row) => row % 3);
    const copies = Array.from(data.y.keys()).flatMap((row) => new Array<number>(row % 3).fill(row));
    const copied = {
      y: Uint8Array.from(copies, (row) => data.y[row] as number),
      p: Float64Array.from(copies, (row) => data.p[row] as number),
    };
    const [byWeight, byCopies] = [{ ...twoClasses(data), w }, twoClasses(copied)].map((rows) =>
      defined(multinomialRecalibration(rows)),
    );
    expectClose(byWeight?.slopes[0] ?? 0, byCopies?.slopes[0] ?? 1, 1e-8);
    expectClose(byWeight?.chiSquare ?? 0, byCopies?.chiSquare ?? 1, 1e-9);
  });
  test('class by class: two classes mirror each other', () => {
    const [first, second] = classwiseCalibration(twoClasses(data));
    if (!first || !second) return expect.fail('two classes expected');
    expectClose(estimated(first.calibrationSlope), estimated(second.calibrationSlope), 1e-8);
    expectClose(estimated(first.calibrationIntercept), -estimated(second.calibrationIntercept), 1e-8);
    expectClose(estimated(second.calibrationSlope), estimated(calibrationSlope(data)), 1e-10);
  });
});

describe('undefined and invalid', () => {
  test('p of exactly 0, a class without rows', () => {
    const zero = { classes: 2, y: Uint8Array.of(1, 0), p: Float64Array.of(0, 1, 0.5, 0.5) };
    expect(multinomialRecalibration(zero)).toEqual({ undefinedBecause: 'p is exactly 0 in 1 rows' });
    expect(classwiseCalibration(zero)[0]?.calibrationSlope).toEqual({
      undefinedBecause: 'p is exactly 0 or 1 in 1 rows',
    });
    const missing = { classes: 3, y: Uint8Array.of(1, 0), p: new Float64Array(6).fill(1 / 3) };
    expect(multinomialRecalibration(missing)).toEqual({ undefinedBecause: 'no row of class 2' });
    // A row of weight 0 is no data: its risk of 0 says nothing.
    const absent = { ...zero, w: Float64Array.of(0, 1) };
    expect(multinomialRecalibration(absent)).toEqual({ undefinedBecause: 'no row of class 1' });
    const three = { classes: 2, y: Uint8Array.of(1, 0, 1, 0, 1), w: Float64Array.of(0, 2, 3, 1, 2) };
    const risks = [0, 1, 0.7, 0.3, 0.4, 0.6, 0.2, 0.8, 0.6, 0.4];
    expect(multinomialRecalibration({ ...three, p: Float64Array.from(risks) })).toHaveProperty('chiSquare');
    const apart = {
      classes: 2,
      y: Uint8Array.of(0, 0, 1, 1),
      p: Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9),
    };
    expect(multinomialRecalibration(apart)).toEqual({
      undefinedBecause: 'separation: the likelihood has no maximum',
    });
  });
});
