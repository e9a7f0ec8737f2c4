import {
  fitFirth,
  fitLogistic,
  fitMultinomial,
  gaussHermite,
  isotonic,
  leastSquares,
  loess,
  quantile,
  restrictedCubicSpline,
  splineKnots,
  symmetricEigen,
  weightedQuantile,
} from '@raredx/stats';
import type { Comparison } from './comparison.ts';
import { type Json, reference } from './reference.ts';

const logistic = reference('stats', 'logistic');
const firth = reference('stats', 'firth-and-multinomial');
const curves = reference('stats', 'curves-and-matrices');
const quantiles = reference('stats', 'quantiles-and-splines');
const separation = reference('stats', 'separation');

const floats = (columns: readonly number[][]) => columns.map((column) => Float64Array.from(column));
const rowsOf = (c: { x: number[]; y: number[]; w?: number[] }) => ({
  x: Float64Array.from(c.x),
  y: Float64Array.from(c.y),
  ...(c.w ? { w: Float64Array.from(c.w) } : {}),
});

/** R writes an empty list where there are no weights. */
const optional = (name: string, values: unknown) =>
  Array.isArray(values) && values.length > 0 ? { [name]: Float64Array.from(values) } : {};

const logisticFit = (c: Json) =>
  fitLogistic({
    y: Float64Array.from(c.y),
    columns: floats(c.columns),
    ...optional('w', c.w),
    ...optional('offset', c.offset),
    ...(c.intercept ? {} : { intercept: false as const }),
  });

const expectedFit = ({ coefficients, covariance, logLikelihood }: Json) => ({
  coefficients,
  covariance,
  logLikelihood,
});
const farFromZero = (c: Json) => c.name === 'column far from zero';
const multinomialFit = (c: Json) =>
  fitMultinomial({ y: c.y, classes: 3, columns: floats(c.columns), ...optional('w', c.w) });

const fits: readonly Comparison[] = [
  {
    name: 'fitLogistic',
    from: logistic,
    kind: 'iterative',
    tolerance: 1e-10,
    cases: () =>
      logistic.content.cases
        .filter((c: Json) => !farFromZero(c))
        .map((c: Json) => [logisticFit(c), expectedFit(c)]),
  },
  {
    name: 'fitLogistic, a column far from zero',
    from: logistic,
    kind: 'iterative',
    tolerance: 1e-6,
    cases: () =>
      logistic.content.cases.filter(farFromZero).map((c: Json) => [logisticFit(c), expectedFit(c)]),
  },
  {
    name: 'fitLogistic: separated or not',
    from: separation,
    kind: 'closed form',
    tolerance: 0,
    cases: () =>
      separation.content.cases.map((c: Json) => [
        'undefinedBecause' in fitLogistic({ y: Uint8Array.from(c.y), columns: floats(c.columns) }),
        c.separated,
      ]),
  },
  {
    name: 'fitFirth',
    from: firth,
    by: 'mpmath',
    kind: 'iterative',
    tolerance: 1e-8,
    cases: () =>
      firth.content.cases.firth.map((c: Json) => [
        fitFirth({ y: Uint8Array.from(c.y), columns: floats(c.columns), w: Float64Array.from(c.w) }),
        { ...expectedFit(c), penalisedLogLikelihood: c.penalisedLogLikelihood },
      ]),
  },
  {
    name: 'fitMultinomial',
    from: firth,
    by: 'statsmodels',
    kind: 'iterative',
    tolerance: 1e-10,
    cases: () => [
      [multinomialFit(firth.content.cases.multinomial), expectedFit(firth.content.cases.multinomial)],
    ],
  },
  {
    name: 'fitMultinomial, weighted',
    from: curves,
    by: 'nnet',
    kind: 'iterative',
    tolerance: 1e-5,
    why: 'multinom stops its search there; its likelihood agrees to 1e-10',
    cases: () => [
      [
        multinomialFit(curves.content.cases.multinomial),
        { coefficients: curves.content.cases.multinomial.coefficients },
      ],
    ],
  },
  {
    name: 'leastSquares',
    from: curves,
    by: 'base',
    kind: 'closed form',
    tolerance: 1e-11,
    cases: () => {
      const { columns, y, w, coefficients, inverse, rss } = curves.content.cases.linear;
      const fit = leastSquares(floats(columns), Float64Array.from(y), Float64Array.from(w));
      return [[fit, { coefficients, inverse, residualSquares: rss }]];
    },
  },
  {
    name: 'symmetricEigen, values',
    from: curves,
    by: 'base',
    kind: 'iterative',
    tolerance: 1e-12,
    cases: () =>
      curves.content.cases.eigen.map((c: Json) => [
        symmetricEigen(Float64Array.from(c.matrix), c.values.length).values,
        c.values,
      ]),
  },
];

const smooth: readonly Comparison[] = [
  {
    name: 'loess',
    from: curves,
    by: 'base',
    kind: 'closed form',
    tolerance: 1e-10,
    cases: () => {
      const { at, fits: made, ...rows } = curves.content.cases.loess;
      return made.map(({ span, degree, value }: Json) => [
        loess(rowsOf(rows), { at: Float64Array.from(at), span, degree }),
        value,
      ]);
    },
  },
  {
    name: 'isotonic',
    from: curves,
    by: 'base',
    kind: 'closed form',
    tolerance: 1e-14,
    cases: () => [
      [isotonic(rowsOf(curves.content.cases.isotonic)).fitted, curves.content.cases.isotonic.fitted],
    ],
  },
  {
    name: 'isotonic, ties and weights',
    from: firth,
    by: 'scikit-learn',
    kind: 'closed form',
    tolerance: 1e-14,
    cases: () => [
      [isotonic(rowsOf(firth.content.cases.isotonic)).fitted, firth.content.cases.isotonic.fitted],
    ],
  },
  {
    name: 'gaussHermite',
    from: firth,
    by: 'numpy',
    kind: 'iterative',
    tolerance: 1e-13,
    cases: () => [[gaussHermite(20), firth.content.cases.hermite]],
  },
  {
    name: 'quantile',
    from: quantiles,
    by: 'base',
    kind: 'closed form',
    tolerance: 1e-13,
    cases: () =>
      quantiles.content.cases.plain.map(({ x, q, value }: Json) => [
        q.map((at: number) => quantile(Float64Array.from(x), at)),
        value,
      ]),
  },
  {
    name: 'weightedQuantile',
    from: quantiles,
    by: 'Hmisc',
    kind: 'closed form',
    tolerance: 1e-12,
    cases: () =>
      quantiles.content.cases.weighted.map(({ x, w, q, value }: Json) => [
        q.map((at: number) => weightedQuantile(Float64Array.from(x), Float64Array.from(w), at)),
        value,
      ]),
  },
  {
    name: 'splineKnots, restrictedCubicSpline',
    from: quantiles,
    by: 'Hmisc',
    kind: 'closed form',
    tolerance: 1e-13,
    cases: () =>
      quantiles.content.cases.spline.map((c: Json) => [
        {
          knots: splineKnots(Float64Array.from(c.x), c.probabilities),
          basis: restrictedCubicSpline(Float64Array.from(c.at), Float64Array.from(c.knots)),
        },
        { knots: c.knots, basis: c.basis },
      ]),
  },
];

export const fitComparisons: readonly Comparison[] = [...fits, ...smooth];
