import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { fitLogistic, fitMultinomial, type MultinomialData, type MultinomialFit } from '../index.ts';

interface Case {
  y: number[];
  columns: number[][];
  w?: number[];
  coefficients: number[];
  covariance: number[];
  logLikelihood: number;
}
const statsmodels = fixture<{ multinomial: Case }>('firth-and-multinomial').multinomial;
const nnet = fixture<{ multinomial: Case }>('curves-and-matrices').multinomial;

function fitted(data: MultinomialData): MultinomialFit {
  const fit = fitMultinomial(data);
  return 'undefinedBecause' in fit ? expect.fail(fit.undefinedBecause) : fit;
}

const floats = (columns: number[][]) => columns.map((column) => Float64Array.from(column));

test('agrees with statsmodels MNLogit', () => {
  const fit = fitted({ y: statsmodels.y, classes: 3, columns: floats(statsmodels.columns) });
  expectAllRelative(fit.coefficients, statsmodels.coefficients, 1e-10, 'coefficients');
  expectAllRelative(fit.covariance, statsmodels.covariance, 1e-10, 'covariance');
  expectRelative(fit.logLikelihood, statsmodels.logLikelihood, 1e-13, 'log likelihood');
});

test('agrees with nnet multinom, weights included, as far as its search goes', () => {
  const fit = fitted({ y: nnet.y, classes: 3, columns: floats(nnet.columns), w: Float64Array.from(nnet.w!) });
  expectAllRelative(fit.coefficients, nnet.coefficients, 1e-5, 'coefficients');
  expectRelative(fit.logLikelihood, nnet.logLikelihood, 1e-10, 'log likelihood');
});

describe('with two classes', () => {
  const y = Uint8Array.of(0, 1, 0, 0, 1, 1, 0, 1);
  const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const w = Float64Array.of(1, 2, 1, 3, 1, 1, 2, 1);

  test.each([0, 1.5])('is the logistic fit, ridge %f', (ridge) => {
    const many = fitted({ y, classes: 2, columns: [x], w, ridge });
    const two = fitLogistic({ y, columns: [x], w, ridge });
    if ('undefinedBecause' in two) return expect.fail(two.undefinedBecause);
    expectAllRelative(many.coefficients, two.coefficients, 1e-12);
    expectAllRelative(many.covariance, two.covariance, 1e-12);
    expectRelative(many.logLikelihood, two.logLikelihood, 1e-13);
  });
});

test('data without a maximum say why', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  const y = [0, 0, 1, 1, 2, 2];
  const separation = { undefinedBecause: 'separation: the likelihood has no maximum' };
  expect(fitMultinomial({ y, classes: 3, columns: [x] })).toEqual(separation);
  expect(fitMultinomial({ y, classes: 4, columns: [x] })).toEqual({ undefinedBecause: 'no rows of class 3' });
  expect(fitMultinomial({ y, classes: 3, columns: [x, x] })).toEqual({
    undefinedBecause: 'singular: columns are collinear',
  });
  expect(fitMultinomial({ y, classes: 3, columns: [x], w: new Float64Array(6) })).toEqual({
    undefinedBecause: 'no rows',
  });
  expect(() => fitMultinomial({ y: [0, 5], classes: 3, columns: [] })).toThrow(
    'y must be a class below 3 (row 2)',
  );
  expect(() => fitMultinomial({ y: [0], classes: 1, columns: [] })).toThrow('classes must be at least 2 (1)');
});
