import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { evidenceRow } from '../tests/evidence-row.ts';
import type { Measured } from './interval-scale.ts';
import { neededEvents } from './needed-events.ts';
import { verdictOf } from './requirement.ts';

const atLeast = (low: number) => ({ low, high: Infinity, strict: false });
const row = (changes: Partial<Measured>) => evidenceRow(changes) as Measured;

describe('by hand', () => {
  it('counts on the scale of a Wald interval', () => {
    const wald = row({ estimate: 0.7, lower: 0.58, upper: 0.82, events: 50 });
    expect(neededEvents(wald, atLeast(0.6))).toBe(Math.round(50 * ((0.12 / 0.1) ** 2 - 1)));
  });

  it('takes the bound that is harder to clear', () => {
    const slope = row({ metric: 'calibration_slope', estimate: 0.9, lower: 0.6, upper: 1.2, events: 100 });
    expect(neededEvents(slope, { low: 0.7, high: 1.3, strict: false })).toBe(
      Math.ceil(100 * ((0.3 / 0.2) ** 2 - 1)),
    );
  });

  it('uses the logit scale where the interval was made there', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    const expit = (x: number) => 1 / (1 + Math.exp(-x));
    const delong = row({
      estimate: 0.8,
      lower: expit(logit(0.8) - 1),
      upper: expit(logit(0.8) + 1),
      events: 30,
    });
    const distance = logit(0.8) - logit(0.7);
    expect(neededEvents(delong, atLeast(0.7))).toBe(Math.ceil(30 * ((1 / distance) ** 2 - 1)));
  });
});

describe('undefined', () => {
  it.each([
    ['the estimate is on the wrong side', row({ estimate: 0.58, lower: 0.5, upper: 0.66 })],
    ['the estimate is on the bound', row({ estimate: 0.6, lower: 0.5, upper: 0.7 })],
    ['there are no events to count in', row({ estimate: 0.7, lower: 0.5, upper: 0.9, events: 0 })],
  ])('null where %s', (_, one) => {
    expect(neededEvents(one, atLeast(0.6))).toBe(null);
  });
});

describe('properties', () => {
  test.prop(
    [
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
    ],
    { seed: 20261124 },
  )('with that many more events the interval just clears the bound', (half, distance, events) => {
    const one = row({ metric: 'calibration_slope', estimate: 1, lower: 1 - half, upper: 1 + half, events });
    const needed = neededEvents(one, atLeast(1 - distance));
    if (needed === null) {
      expect(half).toBeLessThanOrEqual(distance + 1e-9);
      return;
    }
    const shrunk = half / Math.sqrt((events + needed) / events);
    expect(verdictOf({ lower: 1 - shrunk + 1e-12, upper: 1 + shrunk }, atLeast(1 - distance))).toBe('pass');
  });
});
