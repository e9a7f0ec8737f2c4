import { describe, expect, test } from 'vitest';
import { expectAllRelative, expectRelative } from '../../tests/expect-relative.ts';
import { fixture } from '../../tests/fixture.ts';
import { type MetaAnalysisOptions, metaAnalysis, poolImputations, shrunkEffects } from '../index.ts';

interface Fit {
  estimate: number;
  se: number;
  ci: number[];
  adhoc: number[];
  prediction_k1: number[];
  tau2: number;
  tau2ci: number[];
  i2: number;
  q: number;
  qp: number;
  blup: number[];
}
interface Rubin {
  estimates: number[];
  variances: number[];
  completeDf: number | 'Inf';
  estimate: number;
  within: number;
  between: number;
  total: number;
  df: number;
  fmi: number;
}
const reference = fixture<{
  meta: { name: string; effects: number[]; variances: number[]; reml: Fit; dl: Fit }[];
  rubin: Rubin[];
}>('pooling');

function analysed(
  c: { effects: number[]; variances: number[] },
  options: Omit<MetaAnalysisOptions, 'confidence'>,
) {
  const studies = c.effects.map((effect, i) => ({ effect, variance: c.variances[i]! }));
  const result = metaAnalysis(studies, { confidence: 0.95, ...options });
  return 'undefinedBecause' in result ? expect.fail(result.undefinedBecause) : { ...result, studies };
}

describe('metaAnalysis agrees with metafor rma(test = "knha")', () => {
  const cases = reference.meta.flatMap((c) =>
    (['reml', 'dl'] as const).map((method) => [c.name, method, c] as const),
  );
  test.each(cases)('%s by %s', (_, method, c) => {
    const expected = c[method];
    const fit = analysed(c, { method });
    expectRelative(fit.estimate, expected.estimate, 1e-9, 'estimate');
    expectRelative(fit.standardError, expected.se, 1e-9, 'standard error');
    expectAllRelative([fit.interval.lower, fit.interval.upper], expected.ci, 1e-9, 'interval');
    expect(Math.abs(fit.tauSquared - expected.tau2)).toBeLessThanOrEqual(1e-9 * (expected.tau2 || 1));
    expectAllRelative(
      [fit.tauSquaredInterval.lower, fit.tauSquaredInterval.upper],
      expected.tau2ci,
      1e-8,
      'tau2 interval',
    );
    expect(Math.abs(fit.iSquared - expected.i2)).toBeLessThanOrEqual(1e-9);
    expectRelative(fit.q, expected.q, 1e-12, 'Q');
    expectRelative(fit.qPValue, expected.qp, 1e-11, 'p of Q');
    const wide = analysed(c, { method, neverNarrower: true }).interval;
    expectAllRelative([wide.lower, wide.upper], expected.adhoc, 1e-9, 'never narrower');
    const { prediction } = analysed(c, { method, predictionDf: c.effects.length - 1 });
    if ('undefinedBecause' in prediction) return expect.fail(prediction.undefinedBecause);
    expectAllRelative([prediction.lower, prediction.upper], expected.prediction_k1, 1e-9, 'prediction');
    expectAllRelative(shrunkEffects(fit.studies, fit), expected.blup, 1e-9, 'shrunk effects');
  });
});

test('the published BCG analysis: log risk ratio -0.7145, tau squared 0.3132 (Viechtbauer 2010)', () => {
  const fit = analysed(reference.meta.find((c) => c.name === 'bcg')!, {});
  expect(fit.estimate).toBeCloseTo(-0.7145, 4);
  expect(fit.tauSquared).toBeCloseTo(0.3132, 4);
  expect(fit.iSquared).toBeCloseTo(0.9222, 4);
});

test('too few studies are a reason, impossible ones an error', () => {
  const study = { effect: 1, variance: 0.1 };
  expect(metaAnalysis([], { confidence: 0.95 })).toEqual({ undefinedBecause: 'no studies' });
  expect(metaAnalysis([study], { confidence: 0.95 })).toEqual({ undefinedBecause: '1 study' });
  expect(metaAnalysis([study, { effect: 2, variance: 0.1 }], { confidence: 0.95 })).toMatchObject({
    prediction: { undefinedBecause: 'a prediction interval needs at least 3 studies' },
  });
  expect(() => metaAnalysis([study, { effect: 1, variance: 0 }], { confidence: 0.95 })).toThrow(
    'metaAnalysis: study 2 has no finite effect with a positive variance',
  );
});

describe('poolImputations', () => {
  test.each(reference.rubin)('agrees with mice pool.scalar, completeDf $completeDf', (c) => {
    const pooled = poolImputations(
      {
        estimates: Float64Array.from(c.estimates),
        variances: Float64Array.from(c.variances),
        completeDf: c.completeDf === 'Inf' ? Infinity : c.completeDf,
      },
      0.95,
    );
    if ('undefinedBecause' in pooled) return expect.fail(pooled.undefinedBecause);
    expectRelative(pooled.estimate, c.estimate, 1e-13, 'estimate');
    expectRelative(pooled.within, c.within, 1e-13, 'within');
    expectRelative(pooled.between, c.between, 1e-12, 'between');
    expectRelative(pooled.total, c.total, 1e-12, 'total');
    expectRelative(pooled.df, c.df, 1e-12, 'df');
    expectRelative(pooled.missingInformation, c.fmi, 1e-12, 'missing information');
  });

  test('nothing missing leaves the complete-data degrees of freedom nearly whole', () => {
    const same = { estimates: Float64Array.of(1, 1), variances: Float64Array.of(0.5, 0.5), completeDf: 10 };
    expect(poolImputations(same, 0.95)).toMatchObject({ total: 0.5, between: 0, df: (11 / 13) * 10 });
  });

  test('one data set, no variance, or no numbers', () => {
    const one = { estimates: Float64Array.of(1), variances: Float64Array.of(1), completeDf: 9 };
    expect(poolImputations(one, 0.95)).toEqual({ undefinedBecause: '1 imputed data sets' });
    const zero = { estimates: Float64Array.of(1, 1), variances: new Float64Array(2), completeDf: 9 };
    expect(poolImputations(zero, 0.95)).toEqual({
      undefinedBecause: 'the variance is zero in every imputed data set',
    });
    const bad = {
      estimates: Float64Array.of(1, Number.NaN),
      variances: Float64Array.of(1, 1),
      completeDf: 9,
    };
    expect(() => poolImputations(bad, 0.95)).toThrow('imputation 2 has no finite estimate and variance');
    expect(() => poolImputations({ ...one, completeDf: 0 }, 0.95)).toThrow(
      'poolImputations: completeDf must be positive (0)',
    );
  });
});
