import { createRandom, expit } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { negativeTransfer, type TransferEvidence } from './negative-transfer.ts';
import { weightedAuroc } from './paired-measures.ts';

/** Patients with two rows each, and three models that see the truth through noise of their own. */
function evidence(
  seed: number,
  { patients = 120, noise }: { patients?: number; noise: readonly [number, number, number] },
): TransferEvidence {
  const random = createRandom(seed);
  const rows = Array.from({ length: patients * 2 }, (_, row) => {
    const own = random.fork(Math.floor(row / 2));
    const score = own.normal() * 1.5 + 0.2 * random.normal();
    return { patient: `p${Math.floor(row / 2)}`, score, y: own.fork('y').uniform() < expit(score) ? 1 : 0 };
  });
  const model = (name: string, sd: number) => ({
    units: 1,
    risks: Float64Array.from(rows, ({ score }, row) =>
      expit(score + sd * random.fork(name).fork(row).normal()),
    ),
  });
  return {
    classes: rows.map(({ y }) => y),
    patients: rows.map(({ patient }) => patient),
    transfer: model('transfer', noise[0]),
    scratch: model('scratch', noise[1]),
    logistic: model('logistic', noise[2]),
  };
}
const test = (data: TransferEvidence) => negativeTransfer(data, { random: createRandom(1), replicates: 300 });

describe('negative transfer', () => {
  it('sees help, harm, and where nothing is shown', () => {
    expect(test(evidence(1, { noise: [0.1, 3, 3] })).verdict).toBe('helped');
    expect(test(evidence(1, { noise: [3, 0.1, 3] })).verdict).toBe('hurt');
    expect(test(evidence(1, { noise: [0.1, 0.1, 3] })).verdict).toBe('no difference shown');
  });

  it('gives every difference with its interval, and the number of patients it rests on', () => {
    const { comparisons, patients, rows } = test(evidence(2, { noise: [0.1, 3, 3] }));
    expect({ patients, rows }).toEqual({ patients: 120, rows: 240 });
    expect(comparisons.map(({ against, metric }) => `${against}:${metric}`)).toEqual([
      'scratch:log_loss',
      'scratch:auroc',
      'logistic:log_loss',
      'logistic:auroc',
    ]);
    for (const { difference, transfer, other, interval, metric, verdict } of comparisons) {
      expect(difference).toBeCloseTo(transfer - other, 14);
      expect(verdict).toBe('helped');
      if ('undefinedBecause' in interval) throw new Error(interval.undefinedBecause);
      expect(interval.method).toBe('bootstrap BCa');
      expect(interval.lower < difference && difference < interval.upper).toBe(true);
      expect(Math.sign(interval.upper)).toBe(metric === 'log_loss' ? -1 : 1);
    }
  });

  it('shows a difference in about one of twenty where there is none', () => {
    let shown = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { comparisons } = test(evidence(seed, { patients: 60, noise: [0.7, 0.7, 0.7] }));
      shown += comparisons.filter(({ verdict }) => verdict !== 'no difference shown').length;
    }
    expect(shown / 240).toBeLessThan(0.1);
    expect(shown).toBeGreaterThan(0);
  });

  it('counts accuracy for several classes', () => {
    const classes = Array.from({ length: 40 }, (_, row) => row % 3);
    const knows = (share: number) => ({
      units: 3,
      risks: Float64Array.from({ length: 120 }, (_, at) =>
        classes[Math.floor(at / 3)] === at % 3 ? share : (1 - share) / 2,
      ),
    });
    const data = {
      classes,
      patients: classes.map((_, row) => `p${row}`),
      transfer: knows(0.8),
      scratch: knows(0.2),
      logistic: knows(0.2),
    };
    const { comparisons } = test(data);
    expect(comparisons[1]).toMatchObject({ metric: 'accuracy', transfer: 1, other: 0, difference: 1 });
    expect(comparisons[0].difference).toBeCloseTo(Math.log(0.2 / 0.8), 12);
  });

  it('leaves out no patient by turns where there are thousands', () => {
    const many = evidence(3, { patients: 5001, noise: [0.1, 3, 3] });
    const { comparisons } = negativeTransfer(many, { random: createRandom(1), replicates: 20 });
    for (const { interval } of comparisons)
      expect('method' in interval && interval.method).toBe('bootstrap percentile');
  });

  it('says why there is no interval', () => {
    const classes = [1, 0, 0, 0];
    const risks = { units: 1, risks: Float64Array.of(0.4, 0.3, 0.2, 0.1) };
    const data = {
      classes,
      patients: ['a', 'b', 'c', 'd'],
      transfer: risks,
      scratch: risks,
      logistic: risks,
    };
    const [, auroc] = test(data).comparisons;
    expect(auroc.interval).toEqual({
      undefinedBecause: expect.stringMatching(/^\d+ of 300 resamples had one class only$/),
    });
    expect(() => test({ ...data, patients: ['a'] })).toThrow('negativeTransfer: 4 classes and 1 patients');
    expect(() => test({ ...data, classes: [1, 0, 2, 0] })).toThrow('row 3 has no class of the risks');
  });
});

describe('AUROC with weights', () => {
  it('weight k is k copies of the row, ties count half', () => {
    const risks = { units: 1, risks: Float64Array.of(0.1, 0.4, 0.4, 0.8) };
    const weighted = weightedAuroc(risks, [0, 1, 0, 1])(Float64Array.of(2, 1, 3, 1));
    const copies = { units: 1, risks: Float64Array.of(0.1, 0.1, 0.4, 0.4, 0.4, 0.4, 0.8) };
    expect(weighted).toBeCloseTo((2 + 3 / 2 + 5) / 10, 14);
    expect(weightedAuroc(copies, [0, 0, 1, 0, 0, 0, 1])(new Float64Array(7).fill(1))).toBeCloseTo(
      weighted ?? 0,
      14,
    );
  });
});
