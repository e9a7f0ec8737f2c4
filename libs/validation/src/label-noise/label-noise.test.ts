import { textColumn } from '@raredx/tables';
import { describe, expect, it, test } from 'vitest';
import { simulated } from '../../tests/cohort.ts';
import { defined, expectAllNear, expectNear, readReference } from '../../tests/reference.ts';
import { binaryRisks } from '../uncertainty/conformal/class-risks.ts';
import { accuracyBehindReference } from './accuracy-behind-reference.ts';
import { agreementRows } from './agreement-rows.ts';
import { aurocBehindReference } from './auroc-behind-reference.ts';
import { brierBehindReference } from './brier-behind-reference.ts';
import { confidentLearning } from './confident-learning.ts';
import { expectedFlags } from './expected-flags.ts';
import { balancedErrors } from './reference-standard.ts';
import { roganGladen } from './rogan-gladen.ts';

interface Reference {
  readonly confident: {
    classes: number;
    y: number[];
    p: number[];
    thresholds: number[];
    counts: number[];
    joint: number[];
    rounded_joint: number[];
    flagged: number[];
  }[];
  readonly accuracy: {
    table: number[];
    reference: number[];
    independent: number[];
    bounds: { sensitivity: number[]; specificity: number[] };
  }[];
  readonly placements: {
    y: number[];
    p: number[];
    sensitivity: number;
    specificity: number;
    auroc: number[];
    brier: number[];
  }[];
}

const reference = readReference<Reference>('label_noise');
const array = (values: readonly number[]) => Float64Array.from(values);
const confusionOf = ([tp, fp, fn, tn]: readonly number[]) => ({
  truePositive: tp as number,
  falsePositive: fp as number,
  falseNegative: fn as number,
  trueNegative: tn as number,
});

describe('reference', () => {
  test.each(reference.confident)('cleanlab: $classes classes', (row) => {
    const found = defined(
      confidentLearning(Uint8Array.from(row.y), { classes: row.classes, p: array(row.p) }),
    );
    expectAllNear(found.thresholds, row.thresholds, 1e-12);
    expect(Array.from(found.confidentCounts)).toEqual(row.counts);
    expectAllNear(found.joint, row.joint, 1e-12);
    found.joint.forEach((share, cell) => {
      expect(Math.abs(share - row.rounded_joint[cell])).toBeLessThan(1 / row.y.length);
    });
    expect(Array.from(found.flagged)).toEqual(row.flagged);
    expect(row.flagged).toContain(1);
  });

  test.each(reference.accuracy)('linear programme: table $table, reference $reference', (row) => {
    const [sensitivity, specificity] = row.reference as [number, number];
    const found = accuracyBehindReference(confusionOf(row.table), { sensitivity, specificity });
    for (const [k, name] of (['sensitivity', 'specificity'] as const).entries()) {
      expectNear(defined(found[name].independent).value, row.independent[k], 1e-10, name);
      const { lower, upper } = defined(found[name].bounds);
      expectNear(lower, row.bounds[name][0], 1e-9, name);
      expectNear(upper, row.bounds[name][1], 1e-9, name);
    }
  });

  test.each(reference.placements)('every placement of the errors: AUROC $auroc, Brier $brier', (row) => {
    const data = { y: Uint8Array.from(row.y), p: array(row.p) };
    const auroc = defined(aurocBehindReference(data, row).bounds);
    expectNear(auroc.lower, row.auroc[0], 1e-12);
    expectNear(auroc.upper, row.auroc[1], 1e-12);
    const brier = defined(brierBehindReference(data, row).bounds);
    expectNear(brier.lower, row.brier[0], 1e-12);
    expectNear(brier.upper, row.brier[1], 1e-12);
  });
});

describe('by hand', () => {
  it('Rogan and Gladen: (0.2 + 0.95 − 1) / (0.9 + 0.95 − 1)', () => {
    const found = defined(
      roganGladen({ positive: 20, total: 100 }, { sensitivity: 0.9, specificity: 0.95 }, 0.95),
    );
    expectNear(found.prevalence, 0.15 / 0.85, 1e-14);
    expect(found.interval.lower).toBeLessThan(found.prevalence);
    expect(found.interval.upper).toBeGreaterThan(found.prevalence);
  });

  it('kappa: over all categories and for each, with the published Wilms agreement', () => {
    const counts = [
      [3493, 129],
      [76, 330],
    ];
    const pairs = counts.flatMap((row, a) =>
      row.flatMap((n, b) => Array.from({ length: n }, (): [string, string] => [`c${a}`, `c${b}`])),
    );
    const readings = {
      first: textColumn(pairs.map(([a]) => a)),
      second: textColumn(pairs.map(([, b]) => b)),
    };
    const options = {
      confidence: 0.95,
      readers: 'institution vs central',
      label: 'histology',
      partition: 'internal',
    };
    const [row, ...more] = agreementRows(readings, options);
    expectNear(row?.estimate as number, 0.73461777, 1e-7);
    expect(row).toMatchObject({ metric: 'kappa', patients: 4028, model: 'institution vs central' });
    expect(more).toEqual([]);
    const three = agreementRows(
      { first: textColumn(['a', 'b', 'c', 'a']), second: textColumn(['a', 'b', 'c', 'b']) },
      options,
    );
    expect(three.map(({ level }) => level)).toEqual([null, 'a', 'b', 'c']);
    expect(three[3]?.estimate).toBe(1);
  });
});

describe('properties', () => {
  const rows = simulated('label noise', 400);
  const y = Uint8Array.from(rows, (row) => row.y);
  const p = Float64Array.from(rows, (row) => row.p);

  it('a perfect reference changes nothing and leaves no band', () => {
    const perfect = { sensitivity: 1, specificity: 1 };
    for (const of of [aurocBehindReference, brierBehindReference]) {
      const found = of({ y, p }, perfect);
      const { lower, upper } = defined(found.bounds);
      expectNear(lower, defined(found.independent).value, 1e-12);
      expectNear(upper, defined(found.independent).value, 1e-12);
    }
  });

  it('more errors never narrow the band', () => {
    const widths = [0.01, 0.03, 0.1, 0.2].map((error) => {
      const errors = defined(balancedErrors(error, y.reduce((sum, event) => sum + event, 0) / y.length));
      const { lower, upper } = defined(aurocBehindReference({ y, p }, errors).bounds);
      return upper - lower;
    });
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
  });

  it('recovers what was there before independent errors, on average', () => {
    // Every patient in all four states of record with the probability of each as copies: no sampling error.
    const truth = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0);
    const risk = Float64Array.of(0.9, 0.6, 0.3, 0.7, 0.4, 0.2, 0.1, 0.1);
    const recorded: number[] = [];
    const risks: number[] = [];
    truth.forEach((event, i) => {
      for (let copy = 0; copy < 10; copy++) {
        recorded.push(event === 1 ? (copy < 9 ? 1 : 0) : copy < 1 ? 1 : 0);
        risks.push(risk[i]);
      }
    });
    const noisy = { y: Uint8Array.from(recorded), p: array(risks) };
    const reference = { sensitivity: 0.9, specificity: 0.9 };
    const perfect = { sensitivity: 1, specificity: 1 };
    for (const of of [aurocBehindReference, brierBehindReference]) {
      const before = defined(of({ y: truth, p: risk }, perfect).independent).value;
      expectNear(defined(of(noisy, reference).independent).value, before, 1e-12);
    }
  });

  it('flags of classes that overlap are as many as expected where labels and risks are right', () => {
    const calibrated = simulated('right labels', 4000, { noise: 0 });
    const risks = binaryRisks(Float64Array.from(calibrated, (row) => row.p));
    const found = defined(
      confidentLearning(
        Uint8Array.from(calibrated, (row) => row.y),
        risks,
      ),
    );
    const share = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / 4000;
    const expected = share(expectedFlags(risks, found.looksLike));
    expect(expected).toBeGreaterThan(0.05);
    expect(Math.abs(share(found.flagged) - expected)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 4000));
  });

  it('count k is k copies', () => {
    const w = Float64Array.from(y, (_, i) => i % 3);
    const copies = Array.from(y.keys()).flatMap((i) => Array.from({ length: w[i] }, () => i));
    const copied = defined(
      confidentLearning(
        Uint8Array.from(copies, (i) => y[i]),
        binaryRisks(Float64Array.from(copies, (i) => p[i])),
      ),
    );
    const counted = defined(confidentLearning(y, binaryRisks(p), w));
    expectAllNear(counted.joint, copied.joint, 1e-12);
  });
});

describe('undefined and invalid', () => {
  it('gives the reason', () => {
    const one = { y: Uint8Array.of(0, 0), p: Float64Array.of(0.1, 0.2) };
    expect(confidentLearning(one.y, binaryRisks(one.p))).toEqual({
      undefinedBecause: 'no row is recorded as class 1',
    });
    expect(balancedErrors(0.1, 0)).toEqual({ undefinedBecause: 'one class only' });
    const good = { sensitivity: 0.9, specificity: 0.9 };
    expect(aurocBehindReference(one, good).bounds).toHaveProperty('undefinedBecause');
    expect(brierBehindReference(one, good).bounds).toHaveProperty('undefinedBecause');
    const rare = accuracyBehindReference(confusionOf([1, 0, 0, 99]), good);
    expect(rare.sensitivity.independent).toEqual({
      undefinedBecause: 'the assumed errors leave one class only',
    });
    expect(roganGladen({ positive: 1, total: 100 }, good, 0.95)).toEqual({
      undefinedBecause: 'fewer positives than false positives alone would be',
    });
    expect(
      agreementRows(
        { first: textColumn([]), second: textColumn([]) },
        { confidence: 0.95, readers: 'a vs b', label: 'x', partition: 'internal' },
      )[0]?.undefinedBecause,
    ).toBe('no rows');
  });

  it('throws on a reference no better than chance and on rows that do not match', () => {
    expect(() =>
      roganGladen({ positive: 1, total: 2 }, { sensitivity: 0.5, specificity: 0.5 }, 0.95),
    ).toThrow('reference no better than chance');
    expect(() => balancedErrors(1, 0.5)).toThrow('not an error rate (1)');
    expect(() => confidentLearning(Uint8Array.of(2), binaryRisks(Float64Array.of(0.5)))).toThrow(
      'no such class',
    );
  });
});
