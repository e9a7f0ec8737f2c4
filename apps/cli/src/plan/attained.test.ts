import { expect, it } from 'vitest';
import { growthForWidth } from './attained.ts';

it('by hand: a Wald interval of width 0.4 needs four times the patients for 0.2, and none more for 0.4', () => {
  const slope = { metric: 'calibration_slope', estimate: 1, lower: 0.8, upper: 1.2 };
  expect(growthForWidth(slope, 0.2)).toBeCloseTo(4, 9);
  expect(growthForWidth(slope, 0.4)).toBe(1);
});

it('by hand: an O/E of 1 with limits 1/2 and 2 has width w at half-width asinh(w / 2) on the log scale', () => {
  const ratio = { metric: 'oe_ratio', estimate: 1, lower: 0.5, upper: 2 };
  expect(growthForWidth(ratio, 0.2)).toBeCloseTo((Math.log(2) / Math.asinh(0.1)) ** 2, 9);
});

it.each([
  { metric: 'auroc', estimate: 0.9, lower: 0.7, upper: 0.97 },
  { metric: 'sensitivity', estimate: 1, lower: 0.6, upper: 1 },
  { metric: 'sensitivity', estimate: 0.5, lower: 0.1, upper: 0.9 },
  { metric: 'oe_ratio', estimate: 0, lower: 0, upper: 1.4 },
  { metric: 'standardised_net_benefit', estimate: 0.1, lower: -0.4, upper: 0.3 },
])('a narrower target takes more, at a limit too: $metric $estimate', (row) => {
  const growths = [0.2, 0.1, 0.05].map((width) => growthForWidth(row, width));
  expect(growths).toEqual(growths.toSorted((a, b) => a - b));
  expect(growths.every((growth) => growth > 1 && Number.isFinite(growth))).toBe(true);
  // Once narrow, half the width takes about four times the patients.
  expect(growthForWidth(row, 0.001) / growthForWidth(row, 0.002)).toBeCloseTo(4, 1);
});
