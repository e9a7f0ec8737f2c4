import { expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { shrunkProportions } from '../index.ts';

interface Case {
  groups: [number, number][];
  mean: number;
  dispersion: number;
  shrunk: number[];
}
const counts = (groups: [number, number][]) => groups.map(([events, total]) => ({ events, total }));

test.each(fixture<Case[]>('shrunk-proportions'))(
  'agrees with 40-digit arithmetic, dispersion $dispersion',
  (c) => {
    const fit = shrunkProportions(counts(c.groups));
    if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
    expectRelative(fit.mean, c.mean, 1e-11, 'mean');
    expectRelative(fit.dispersion, c.dispersion, 1e-10, 'dispersion');
    expectAllRelative(fit.shrunk, c.shrunk, 1e-11, 'shrunk');
  },
);

test('groups that differ by no more than chance all get the common proportion', () => {
  const fit = shrunkProportions(
    counts([
      [20, 100],
      [21, 100],
      [19, 100],
    ]),
  );
  expect(fit).toMatchObject({ dispersion: 0 });
  expectAllRelative((fit as { shrunk: Float64Array }).shrunk, [0.2, 0.2, 0.2], 1e-14);
});

test('counts without information are a reason, impossible ones an error', () => {
  expect(shrunkProportions(counts([[1, 2]]))).toEqual({ undefinedBecause: '1 group' });
  expect(
    shrunkProportions(
      counts([
        [0, 2],
        [0, 5],
      ]),
    ),
  ).toEqual({ undefinedBecause: 'no events' });
  expect(
    shrunkProportions(
      counts([
        [2, 2],
        [5, 5],
      ]),
    ),
  ).toEqual({ undefinedBecause: 'no non-events' });
  expect(
    shrunkProportions(
      counts([
        [3, 3],
        [0, 5],
      ]),
    ),
  ).toEqual({
    undefinedBecause: 'every group is all events or all non-events',
  });
  expect(() =>
    shrunkProportions(
      counts([
        [1, 2],
        [3, 2],
      ]),
    ),
  ).toThrow('group 2 has no whole number of events within its total');
});
