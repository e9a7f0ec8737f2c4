import { expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { benjaminiHochberg, holm, maxT, maxTCritical } from '../index.ts';

const reference = fixture<{
  adjusted: { p: number[]; holm: number[]; bh: number[] }[];
  maxT: { observed: number[]; replicates: number[][]; adjusted: number[]; critical: [number] };
}>('multiplicity');

test('holm and benjaminiHochberg agree with p.adjust', () => {
  for (const c of reference.adjusted) {
    expectAllRelative(holm(Float64Array.from(c.p)), c.holm, 1e-15, 'holm');
    expectAllRelative(benjaminiHochberg(Float64Array.from(c.p)), c.bh, 1e-15, 'BH');
  }
});

test('maxT agrees with its definition written out in R, its critical value with the quantile of maxima', () => {
  const replicates = reference.maxT.replicates.map((row) => Float64Array.from(row));
  expectAllRelative(
    maxT({ observed: Float64Array.from(reference.maxT.observed), replicates }),
    reference.maxT.adjusted,
    1e-14,
  );
  expectRelative(maxTCritical(replicates, 0.95), reference.maxT.critical[0], 1e-14);
});

test('invalid input throws', () => {
  expect(() => holm(Float64Array.of(0.1, 1.1))).toThrow('holm: p-value 2 is outside [0, 1] (1.1)');
  expect(() => maxT({ observed: Float64Array.of(1, 2), replicates: [Float64Array.of(1)] })).toThrow(
    'maxT: replicate 1 does not have 2 numbers',
  );
  expect(() => maxTCritical([], 0.95)).toThrow('maxTCritical: no replicates');
});
