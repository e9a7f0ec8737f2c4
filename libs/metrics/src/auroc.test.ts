import { describe, expect, test } from 'vitest';
import {
  cases,
  estimated,
  expectClose,
  goldenAbsent,
  goldenJudged,
  itMatchesMetric,
  judged,
} from '../tests/reference.ts';
import { auroc } from './auroc.ts';
import type { Judged } from './judged.ts';

describe('by hand', () => {
  test('3 of 4 pairs in order, one tied', () => {
    expect(auroc(judged([1, 0, 1, 0], [0.9, 0.1, 0.4, 0.4]))).toEqual({ value: 3.5 / 4 });
  });
  test('a weight multiplies the pairs of its row', () => {
    // The event at 0.4 (weight 2) has one non-event below and one tied; the event at 0.9 has two below.
    expect(auroc(judged([1, 0, 1, 0], [0.9, 0.1, 0.4, 0.4], [1, 1, 2, 1]))).toEqual({
      value: (2 + 2 * 1.5) / (3 * 2),
    });
  });
});

describe('reference', () => {
  itMatchesMetric('auroc', 1e-12, auroc);
});

describe('published', () => {
  test('Hanley & McNeil 1982, Table I: CT images of 58 normal and 51 abnormal patients, 0.893', () => {
    const normal = [33, 6, 6, 11, 2];
    const abnormal = [3, 2, 2, 11, 33];
    const ratings = [0.1, 0.3, 0.5, 0.7, 0.9];
    const data = judged([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [...ratings, ...ratings], [...normal, ...abnormal]);
    expect(estimated(auroc(data)).toFixed(3)).toBe('0.893');
  });
  test.skipIf(goldenAbsent)('National Wilms Tumor Study 4', () => {
    expectClose(estimated(auroc(goldenJudged('nwtco_study4_pred.csv'))), 0.702196919275, 1e-11);
  });
  test.skipIf(goldenAbsent)('aneurysmal subarachnoid haemorrhage: fitted risks', () => {
    expectClose(estimated(auroc(goldenJudged('aSAH_glm_pred.csv'))), 8.526422764e-1, 1e-9);
  });
});

describe('properties', () => {
  test('turning p round gives 1 − AUROC', () => {
    const { y, p } = cases.large as Judged;
    const turned = auroc({ y, p: p.map((risk) => 1 - risk) });
    expectClose(estimated(turned), 1 - estimated(auroc({ y, p })), 1e-12);
  });
});

describe('undefined and invalid', () => {
  test('one class', () => {
    expect(auroc(judged([0, 0], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no events' });
    expect(auroc(judged([1, 1], [0.1, 0.2]))).toEqual({ undefinedBecause: 'no non-events' });
  });
  test('a class of weight 0 is absent', () => {
    expect(auroc(judged([1, 0], [0.1, 0.2], [0, 1]))).toEqual({ undefinedBecause: 'no events' });
  });
  test('every p equal is a coin', () => {
    expect(auroc(judged([1, 0, 1], [0.3, 0.3, 0.3]))).toEqual({ value: 0.5 });
  });
});
