import { createRandom } from '@raredx/stats';
import { describe, expect, it, test } from 'vitest';
import { defined, expectAllNear, expectNear, readReference } from '../../../tests/reference.ts';
import { oodSeparation } from '../shift/ood-separation.ts';
import { predictionConfidence } from './prediction-confidence.ts';
import { riskCoverage, selectiveOrder } from './risk-coverage.ts';

interface Reference {
  readonly curves: {
    loss: number[];
    confidence: number[];
    risks: number[];
    aurc: number;
    targets: number[];
    coverages: number[];
  }[];
  readonly separation: { known: number[]; strange: number[]; auroc: number; fpr95: number }[];
  readonly entropy: { p: number[]; values: number[] };
}

const reference = readReference<Reference>('selective_prediction');
const array = (values: readonly number[]) => Float64Array.from(values);

describe('reference', () => {
  test.each(reference.curves)('curve over every order of ties, area $aurc', (row) => {
    const n = row.loss.length;
    const at = row.risks.map((_, k) => (k + 1) / n);
    const order = selectiveOrder(array(row.confidence));
    const found = defined(riskCoverage(array(row.loss), order, { at, targetRisks: row.targets }));
    expectAllNear(found.risks, row.risks, 1e-12);
    expectNear(defined(found.aurc).value, row.aurc, 1e-12);
    found.coverages.forEach((coverage, t) => {
      if (row.coverages[t] === 0) expect(coverage).toHaveProperty('undefinedBecause');
      else expectNear(defined(coverage).value, row.coverages[t], 1e-12);
    });
  });

  test.each(reference.separation)('scikit-learn: separation, AUROC $auroc', (row) => {
    const found = oodSeparation(array(row.known), array(row.strange), 0.95);
    expectNear(defined(found.auroc).value, row.auroc, 1e-12);
    expectNear(defined(found.fpr95).value, row.fpr95, 1e-12);
    const { lower, upper } = defined(found.interval);
    expect(lower).toBeLessThan(row.auroc);
    expect(upper).toBeGreaterThan(row.auroc);
  });

  it('scipy: entropy', () => {
    const found = predictionConfidence({ classes: 3, p: array(reference.entropy.p) }, 'entropy');
    expectAllNear(
      found,
      reference.entropy.values.map((value) => -value),
      1e-12,
    );
  });
});

describe('properties', () => {
  const random = createRandom('selective');
  const n = 90;
  const confidence = Float64Array.from({ length: n }, () => Math.round(random.uniform() * 20) / 20);
  const loss = Float64Array.from({ length: n }, () => (random.uniform() < 0.3 ? 1 : 0));
  const options = { at: [0.25, 0.5, 0.75, 1], targetRisks: [0.25] };

  it('count k is k copies', () => {
    const counts = Float64Array.from({ length: n }, (_, i) => i % 4);
    const copies = Array.from(counts.keys()).flatMap((i) => Array.from({ length: counts[i] }, () => i));
    const copied = riskCoverage(
      Float64Array.from(copies, (i) => loss[i]),
      selectiveOrder(Float64Array.from(copies, (i) => confidence[i])),
      options,
    );
    const counted = defined(riskCoverage(loss, selectiveOrder(confidence), { ...options, counts }));
    expectAllNear(counted.risks, defined(copied).risks, 1e-12);
    expectNear(defined(counted.aurc).value, defined(defined(copied).aurc).value, 1e-12);
  });

  it('order of rows and monotone maps of confidence change nothing; all ties give the mean loss everywhere', () => {
    const found = defined(riskCoverage(loss, selectiveOrder(confidence), options));
    const turned = riskCoverage(
      loss.toReversed(),
      selectiveOrder(confidence.toReversed().map(Math.exp)),
      options,
    );
    expectAllNear(defined(turned).risks, found.risks, 1e-12);
    const tied = defined(riskCoverage(loss, selectiveOrder(new Float64Array(n)), options));
    const mean = loss.reduce((sum, l) => sum + l, 0) / n;
    expectAllNear(tied.risks, [mean, mean, mean, mean], 1e-12);
    expectNear(defined(tied.aurc).value, mean, 1e-12);
  });

  it('entropy orders two classes as the highest risk does', () => {
    const p = Float64Array.from({ length: 60 }, () => random.uniform());
    const risks = { classes: 2, p: Float64Array.from([...p].flatMap((q) => [1 - q, q])) };
    expect(selectiveOrder(predictionConfidence(risks, 'entropy')).order).toEqual(
      selectiveOrder(predictionConfidence(risks, 'highest risk')).order,
    );
  });
});

describe('undefined and invalid', () => {
  it('no rows, an error never reached, nobody strange', () => {
    const none = riskCoverage(new Float64Array(0), selectiveOrder(new Float64Array(0)), {
      at: [],
      targetRisks: [],
    });
    expect(none).toEqual({ undefinedBecause: 'no rows' });
    const wrong = riskCoverage(Float64Array.of(1), selectiveOrder(Float64Array.of(1)), {
      at: [],
      targetRisks: [0.1],
    });
    expect(defined(wrong).coverages).toEqual([
      { undefinedBecause: 'at no coverage is the risk at most 0.1' },
    ]);
    expect(oodSeparation(Float64Array.of(1), new Float64Array(0), 0.95).fpr95).toEqual({
      undefinedBecause: 'no strange patients',
    });
  });

  it('throws on what is no number', () => {
    expect(() => selectiveOrder(Float64Array.of(Number.NaN))).toThrow(
      'confidence is not a number (first: row 0)',
    );
    expect(() => oodSeparation(Float64Array.of(Number.NaN), Float64Array.of(1), 0.95)).toThrow(
      'score is not',
    );
    expect(() =>
      riskCoverage(new Float64Array(2), selectiveOrder(new Float64Array(1)), { at: [], targetRisks: [] }),
    ).toThrow('order has 1 rows, loss has 2');
  });
});
