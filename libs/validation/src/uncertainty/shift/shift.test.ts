import { createRandom } from '@raredx/stats';
import { describe, expect, it, test } from 'vitest';
import { defined, expectAllNear, expectNear, readReference } from '../../../tests/reference.ts';
import { binaryRisks } from '../conformal/class-risks.ts';
import { domainClassifierTest } from './domain-classifier-test.ts';
import { energyScore } from './energy-score.ts';
import { labelShift } from './label-shift.ts';
import { mahalanobis } from './mahalanobis.ts';
import { mmdTest } from './mmd-test.ts';
import { neighbourDistance } from './neighbour-distance.ts';
import { priorCorrected } from './prior-correction.ts';
import { shiftedPrevalence } from './shifted-prevalence.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';

interface Reference {
  readonly features: {
    columns: number;
    reference: number[];
    new: number[];
    mean: number[];
    covariance: number[];
    shrinkage: number;
    centres: number[][];
    mahalanobis: number[];
    third_neighbour: number[];
    fold: number[];
    ridge: number;
    domain_auroc: number;
    bandwidth: number;
    mmd: number;
  }[];
  readonly energy: { classes: number; temperature: number; logits: number[]; energy: number[] }[];
  readonly label_shift: { p: number[]; from: number[]; shares: number[] }[];
}

const reference = readReference<Reference>('shift');
const array = (values: readonly number[]) => Float64Array.from(values);
const few = { random: createRandom('shift'), permutations: 9 };

describe('reference', () => {
  describe.each(reference.features)('$columns features', (row) => {
    const known = { columns: row.columns, values: array(row.reference) };
    const strange = { columns: row.columns, values: array(row.new) };

    it('scikit-learn: Ledoit–Wolf covariance', () => {
      const found = defined(shrunkCovariance(known));
      expectAllNear(found.mean, row.mean, 1e-10);
      expectAllNear(found.covariance, row.covariance, 1e-10);
      expectNear(found.shrinkage, row.shrinkage, 1e-10);
    });

    it('scipy: Mahalanobis distance to the nearer of two centres', () => {
      const { covariance } = defined(shrunkCovariance(known));
      const { distances } = defined(mahalanobis(strange, { means: row.centres.map(array), covariance }));
      expectAllNear(distances, row.mahalanobis, 1e-9);
    });

    it('scikit-learn: distance to the third neighbour', () => {
      expectAllNear(defined(neighbourDistance(strange, known, 3)).distances, row.third_neighbour, 1e-10);
    });

    it('scikit-learn: out-of-fold AUROC of the domain classifier', () => {
      const options = { ...few, folds: 4, fold: Uint32Array.from(row.fold), ridge: row.ridge };
      const found = defined(domainClassifierTest(known, strange, options));
      expectNear(found.auroc, row.domain_auroc, 1e-10);
    });

    it('scikit-learn kernels: unbiased MMD at the median bandwidth', () => {
      const found = defined(mmdTest(known, strange, few));
      expectNear(found.bandwidth, row.bandwidth, 1e-12);
      expectNear(found.squared, row.mmd, 1e-10);
    });
  });

  test.each(reference.energy)('scipy logsumexp: energy at temperature $temperature', (row) => {
    expectAllNear(energyScore(array(row.logits), row), row.energy, 1e-12);
  });

  test.each(reference.label_shift)('scipy: shares of largest likelihood $shares', (row) => {
    const risks = { classes: row.from.length, p: array(row.p) };
    const found = defined(labelShift(risks, row));
    expectAllNear(found.shares, row.shares, 1e-6);
    if (row.from.length > 2) return;
    const p = Float64Array.from({ length: row.p.length / 2 }, (_, i) => row.p[2 * i + 1]);
    const at = { from: row.from[1], patient: Array.from(p.keys()), confidence: 0.95 };
    const bisected = defined(shiftedPrevalence(p, at));
    expectNear(bisected.prevalence, found.shares[1], 1e-9);
    const { lower, upper } = defined(bisected.interval);
    expect(lower).toBeLessThan(row.shares[1]);
    expect(upper).toBeGreaterThan(row.shares[1]);
  });
});

describe('properties', () => {
  const random = createRandom('shift properties');
  const gaussian = (rows: number, columns: number, shift: number) => ({
    columns,
    values: Float64Array.from({ length: rows * columns }, () => random.normal() + shift),
  });

  it('two-sample tests find a large shift and have no p of 0', () => {
    const options = { random: createRandom('p'), permutations: 99 };
    const [a, b] = [gaussian(30, 2, 0), gaussian(30, 2, 2)];
    expect(defined(domainClassifierTest(a, b, options)).pValue).toBe(0.01);
    expect(defined(mmdTest(a, b, options)).pValue).toBe(0.01);
  });

  it('a feature’s unit does not change the domain classifier', () => {
    const [a, b] = [gaussian(20, 2, 0), gaussian(20, 2, 0.5)];
    const inMillimetres = ({ columns, values }: typeof a) => ({
      columns,
      values: values.map((x) => 1000 * x + 5),
    });
    const found = defined(domainClassifierTest(a, b, few));
    expectNear(
      defined(domainClassifierTest(inMillimetres(a), inMillimetres(b), few)).auroc,
      found.auroc,
      1e-12,
    );
  });

  it('more features than patients leave a covariance to invert', () => {
    const found = defined(shrunkCovariance(gaussian(5, 12, 0)));
    expect(found.shrinkage).toBeGreaterThan(0);
    expect(
      mahalanobis(gaussian(2, 12, 0), { means: [found.mean], covariance: found.covariance }),
    ).toHaveProperty('distances');
  });

  it('a prior correction there and back is none, and moves logits by a constant', () => {
    const risks = binaryRisks(Float64Array.of(0.01, 0.3, 0.8, 1, 0));
    const there = priorCorrected(risks, { from: [0.5, 0.5], to: [0.98, 0.02] });
    expectAllNear(priorCorrected(there, { from: [0.98, 0.02], to: [0.5, 0.5] }).p, risks.p, 1e-12);
    const logit = (q: number) => Math.log(q / (1 - q));
    expectNear(logit(there.p[3]) - logit(risks.p[3]), logit(0.02), 1e-12);
  });

  it('samples of a patient that agree widen the interval as fewer patients would', () => {
    const p = Float64Array.from({ length: 60 }, () => random.uniform());
    const twice = Float64Array.from([...p, ...p]);
    const patient = Array.from(p.keys());
    const at = { from: 0.4, confidence: 0.95 };
    const once = defined(shiftedPrevalence(p, { ...at, patient }));
    const again = defined(shiftedPrevalence(twice, { ...at, patient: [...patient, ...patient] }));
    expectNear(again.prevalence, once.prevalence, 1e-9);
    expectNear(defined(again.interval).upper, defined(once.interval).upper, 1e-9);
  });
});

describe('undefined and invalid', () => {
  const one = { columns: 1, values: Float64Array.of(1) };
  const same = { columns: 1, values: Float64Array.of(1, 1, 1) };

  it('gives the reason', () => {
    expect(shrunkCovariance(one)).toEqual({ undefinedBecause: '1 rows: no covariance' });
    const flat = { means: [Float64Array.of(0)], covariance: Float64Array.of(0) };
    expect(mahalanobis(one, flat)).toEqual({ undefinedBecause: 'the covariance is singular' });
    expect(neighbourDistance(one, one, 2)).toEqual({
      undefinedBecause: '1 reference rows, fewer than k = 2',
    });
    expect(mmdTest(one, same, few)).toHaveProperty('undefinedBecause');
    expect(mmdTest(same, same, few)).toEqual({ undefinedBecause: 'the median distance of patients is 0' });
    expect(domainClassifierTest(same, same, few)).toEqual({
      undefinedBecause: '3 and 3 patients, fewer than 5 folds on one side',
    });
    expect(labelShift({ classes: 2, p: new Float64Array(0) }, { from: [0.5, 0.5] })).toEqual({
      undefinedBecause: 'no rows',
    });
    const at = { patient: [0, 1], confidence: 0.95 };
    expect(shiftedPrevalence(Float64Array.of(0.5, 0.5), { ...at, from: 0 })).toHaveProperty(
      'undefinedBecause',
    );
    expect(shiftedPrevalence(Float64Array.of(0.5, 0.5), { ...at, from: 0.5 })).toHaveProperty(
      'undefinedBecause',
    );
    expect(defined(shiftedPrevalence(Float64Array.of(0.9, 0.8), { ...at, from: 0.5 })).prevalence).toBe(1);
  });

  it('throws on what is invalid', () => {
    const bad = { columns: 1, values: Float64Array.of(Number.NaN) };
    expect(() => shrunkCovariance(bad)).toThrow('feature is not finite (first: row 0)');
    expect(() => shrunkCovariance({ columns: 2, values: Float64Array.of(1) })).toThrow(
      '1 values are not rows of 2',
    );
    expect(() => mmdTest(one, { columns: 2, values: Float64Array.of(1, 2) }, few)).toThrow(
      '1 and 2 features',
    );
    expect(() =>
      mmdTest(same, { columns: 1, values: Float64Array.of(2, 4) }, { ...few, permutations: 0 }),
    ).toThrow('permutations are no count');
    expect(() => energyScore(Float64Array.of(1), { classes: 2, temperature: 1 })).toThrow('not rows of 2');
    expect(() => energyScore(Float64Array.of(1), { classes: 1, temperature: 0 })).toThrow('temperature');
    expect(() => neighbourDistance(one, one, 0)).toThrow('k is no count');
    const risks = binaryRisks(Float64Array.of(0.5));
    expect(() => priorCorrected(risks, { from: [0, 1], to: [0.5, 0.5] })).toThrow('class 0 has no share');
    expect(() => priorCorrected(risks, { from: [0.5, 0.5], to: [0.9, 0.5] })).toThrow(
      'not shares of 2 classes',
    );
  });
});
