import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bindingBound, pointSatisfies, verdictOf } from './requirement.ts';

const atLeast = { low: 0.6, high: Infinity, strict: false };
const within = { low: 0.7, high: 1.3, strict: false };
const above = { low: 0, high: Infinity, strict: true };

describe('by hand', () => {
  it.each([
    [atLeast, 0.6, 0.9, 'pass'],
    [atLeast, 0.59999, 0.9, 'insufficient_evidence'],
    [atLeast, 0.4, 0.6, 'insufficient_evidence'],
    [atLeast, 0.4, 0.59999, 'fail'],
    [within, 0.7, 1.3, 'pass'],
    [within, 0.69, 1.3, 'insufficient_evidence'],
    [within, 0.5, 1.5, 'insufficient_evidence'],
    [within, 1.30001, 1.5, 'fail'],
    [within, 0.2, 0.69, 'fail'],
    [above, 0.001, 0.2, 'pass'],
    [above, 0, 0.2, 'insufficient_evidence'],
    [above, -0.2, 0, 'fail'],
    [above, 0, 0, 'fail'],
  ] as const)('%o with [%d, %d] is %s', (requirement, lower, upper, verdict) => {
    expect(verdictOf({ lower, upper }, requirement)).toBe(verdict);
  });

  it('prints the bound that binds', () => {
    expect(bindingBound({ lower: 0.75, upper: 1.29 }, within)).toBe(1.3);
    expect(bindingBound({ lower: 0.71, upper: 1.2 }, within)).toBe(0.7);
    expect(bindingBound({ lower: 0.71, upper: 1.2 }, atLeast)).toBe(0.6);
  });
});

describe('properties', () => {
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  const requirement = fc
    .tuple(number, number, fc.boolean(), fc.constantFrom('low', 'high', 'both'))
    .map(([a, b, strict, side]) => ({
      low: side === 'high' ? -Infinity : Math.min(a, b),
      high: side === 'low' ? Infinity : Math.max(a, b) + 0.01,
      strict,
    }));
  const interval = fc.tuple(number, number, number).map((values) => {
    const [lower, at, upper] = values.sort((a, b) => a - b) as [number, number, number];
    return { lower, at, upper };
  });

  test.prop([requirement, interval, fc.double({ min: 0, max: 1, noNaN: true })], { seed: 20261124 })(
    'a wider interval never decides what a narrower one left open, and never turns a verdict round',
    (rule, narrow, extra) => {
      const wide = { lower: narrow.lower - extra, upper: narrow.upper + extra };
      const verdicts = [verdictOf(narrow, rule), verdictOf(wide, rule)];
      if (verdicts[1] !== 'insufficient_evidence') expect(verdicts[0]).toBe(verdicts[1]);
    },
  );

  test.prop([requirement, interval], { seed: 20261124 })(
    'pass needs a point that satisfies, fail one that does not',
    (rule, one) => {
      const verdict = verdictOf(one, rule);
      if (verdict === 'pass') expect(pointSatisfies(one.at, rule)).toBe(true);
      if (verdict === 'fail') expect(pointSatisfies(one.at, rule)).toBe(false);
    },
  );
});
