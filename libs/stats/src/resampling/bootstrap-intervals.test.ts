import { describe, expect, test } from 'vitest';
import { expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import {
  bcaInterval,
  bcaLevels,
  type Interval,
  jackknifeAcceleration,
  percentileInterval,
  studentisedInterval,
} from '../index.ts';

interface Numbers {
  estimate: number;
  standardError: number;
  leaveOneOut: number[];
  replicates: number[];
  replicateErrors: number[];
}
interface ScipyCase extends Numbers {
  name: string;
  confidence: number;
  intervals: Record<'percentile' | 'BCa' | 'studentised', [number, number]>;
}
type BootCase = Numbers & Record<'percentile' | 'BCa' | 'studentised', [number, number]>;

function intervals(c: Numbers, confidence: number) {
  const replicates = Float64Array.from(c.replicates);
  const replicateErrors = Float64Array.from(c.replicateErrors);
  const leaveOneOut = Float64Array.from(c.leaveOneOut);
  return {
    percentile: defined(percentileInterval(replicates, confidence)),
    BCa: defined(bcaInterval({ replicates, estimate: c.estimate, leaveOneOut }, confidence)),
    studentised: defined(studentisedInterval({ ...c, replicates, replicateErrors }, confidence)),
  };
}

function defined(interval: Interval | { undefinedBecause: string }): Interval {
  return 'undefinedBecause' in interval ? expect.fail(interval.undefinedBecause) : interval;
}

const kinds = ['percentile', 'BCa', 'studentised'] as const;

describe('agrees with scipy.stats.bootstrap on the same replicates', () => {
  test.each(fixture<ScipyCase[]>('bootstrap-intervals'))('$name', (c) => {
    const actual = intervals(c, c.confidence);
    for (const kind of kinds) {
      expectRelative(actual[kind].lower, c.intervals[kind][0], 1e-12, `${kind} lower`);
      expectRelative(actual[kind].upper, c.intervals[kind][1], 1e-12, `${kind} upper`);
      expect(actual[kind].confidence).toBe(c.confidence);
    }
  });
});

test('agrees with boot.ci to the spacing of neighbouring replicates', () => {
  const c = fixture<BootCase>('boot-ci');
  const actual = intervals(c, 0.95);
  const pivots = c.replicates.map(
    (t, b) => c.estimate - (c.standardError * (t - c.estimate)) / c.replicateErrors[b]!,
  );
  for (const kind of kinds) {
    const sorted = (kind === 'studentised' ? pivots : c.replicates).toSorted((a, b) => a - b);
    for (const [end, value] of [actual[kind].lower, actual[kind].upper].entries()) {
      const at = sorted.findIndex((replicate) => replicate >= value);
      const reference = c[kind][end]!;
      expect(reference, kind).toBeGreaterThanOrEqual(sorted[at - 2]!);
      expect(reference, kind).toBeLessThanOrEqual(sorted[at + 2]!);
    }
  }
});

describe('no interval where the replicates define none', () => {
  const replicates = Float64Array.of(1, 2, 3, 4);

  test('too few replicates', () => {
    expect(percentileInterval(Float64Array.of(1), 0.9)).toEqual({
      undefinedBecause: '1 bootstrap replicates',
    });
  });

  test('BCa: estimate outside all replicates, leave-one-out without variation, acceleration too large', () => {
    const leaveOneOut = Float64Array.of(1, 2, 4);
    expect(bcaInterval({ replicates, estimate: 9, leaveOneOut }, 0.9)).toEqual({
      undefinedBecause: 'all bootstrap replicates lie on one side of the estimate',
    });
    expect(bcaInterval({ replicates, estimate: 2, leaveOneOut: Float64Array.of(5, 5) }, 0.9)).toEqual({
      undefinedBecause: 'leaving out any one unit gives the same estimate',
    });
    expect(bcaLevels({ bias: 0, acceleration: 0.7 }, 0.95)).toEqual({
      undefinedBecause: 'acceleration 0.700 is too large for a BCa interval',
    });
  });

  test('studentised: a standard error of zero', () => {
    const data = { estimate: 1, standardError: 1, replicates, replicateErrors: Float64Array.of(1, 0, 1, 1) };
    expect(studentisedInterval(data, 0.9)).toEqual({
      undefinedBecause: 'the standard error is zero in 1 bootstrap replicates',
    });
  });

  test('replicates that are not numbers throw', () => {
    expect(() => percentileInterval(Float64Array.of(1, Number.NaN), 0.9)).toThrow(
      'replicate 2 is not finite (NaN)',
    );
    expect(() => percentileInterval(replicates, 95)).toThrow('confidence must be in (0, 1) (95)');
    expect(() => jackknifeAcceleration(Float64Array.of(1, Infinity))).toThrow(
      'estimate 2 is not finite (Infinity)',
    );
  });
});

test('without bias and acceleration BCa reads the percentile levels', () => {
  const levels = bcaLevels({ bias: 0, acceleration: 0 }, 0.9);
  if ('undefinedBecause' in levels) return expect.fail(levels.undefinedBecause);
  expectRelative(levels.lower, 0.05, 1e-14);
  expectRelative(levels.upper, 0.95, 1e-14);
});
