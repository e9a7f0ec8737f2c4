import { expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { fitFirth } from '../index.ts';

interface Case {
  name: string;
  columns: number[][];
  y: number[];
  w: number[];
  coefficients: number[];
  covariance: number[];
  logLikelihood: number;
  penalisedLogLikelihood: number;
}

test.each(fixture<{ firth: Case[] }>('firth-and-multinomial').firth)(
  'agrees with 40-digit arithmetic: $name',
  (c) => {
    const fit = fitFirth({
      y: Uint8Array.from(c.y),
      columns: c.columns.map((column) => Float64Array.from(column)),
      w: Float64Array.from(c.w),
    });
    if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
    expectAllRelative(fit.coefficients, c.coefficients, 1e-9, 'coefficients');
    expectAllRelative(fit.covariance, c.covariance, 1e-8, 'covariance');
    expectRelative(fit.logLikelihood, c.logLikelihood, 1e-9, 'log likelihood');
    expectRelative(fit.penalisedLogLikelihood, c.penalisedLogLikelihood, 1e-12, 'penalised log likelihood');
  },
);

test('a two by two table: half a person is added to each cell', () => {
  const y = Uint8Array.of(1, 0, 1, 0);
  const group = Float64Array.of(0, 0, 1, 1);
  const fit = fitFirth({ y, columns: [group], w: Float64Array.of(7, 3, 4, 0) });
  if ('undefinedBecause' in fit) return expect.fail(fit.undefinedBecause);
  expectRelative(fit.coefficients[0]!, Math.log(7.5 / 3.5), 1e-9);
  expectRelative(fit.coefficients[1]!, Math.log(4.5 / 0.5) - Math.log(7.5 / 3.5), 1e-9);
});

test('collinear columns and no rows are reasons, a ridge an error', () => {
  const x = Float64Array.of(1, 2, 3, 4);
  const y = Uint8Array.of(0, 1, 0, 1);
  expect(fitFirth({ y, columns: [x, x] })).toEqual({ undefinedBecause: 'singular: columns are collinear' });
  expect(fitFirth({ y, columns: [x], w: new Float64Array(4) })).toEqual({ undefinedBecause: 'no rows' });
  expect(() => fitFirth({ y, columns: [x], ridge: 1 })).toThrow('a ridge cannot be combined');
});
