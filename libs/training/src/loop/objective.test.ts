import type { Runtime } from '@raredx/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsRuntime } from '../../tests/toy.ts';
import { lossOf, type Objective, servedRisks } from './objective.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await jsRuntime();
});
const loss = (objective: Objective, scores: number[][], targets: number[]) => {
  const { tf } = runtime;
  return tf.tidy(
    () => lossOf(tf, objective, { scores: tf.tensor2d(scores), targets: tf.tensor1d(targets) }).dataSync()[0],
  );
};
const { log, exp } = Math;

describe('cross-entropy by hand', () => {
  it('of one score', () => {
    const binary = { kind: 'binary' } as const;
    expect(loss(binary, [[0], [2]], [0, 1])).toBeCloseTo((log(2) + log(1 + exp(-2))) / 2, 6);
    expect(loss({ ...binary, smoothing: 0.1 }, [[2]], [1])).toBeCloseTo(
      0.95 * log(1 + exp(-2)) + 0.05 * log(1 + exp(2)),
      6,
    );
    expect(loss(binary, [[80], [-80]], [0, 1])).toBeCloseTo(80, 4);
    const balance = { weights: [2, 3], trainingShift: [0, 1], servingShift: [0, 0] };
    expect(loss({ ...binary, balance }, [[1], [1]], [0, 1])).toBeCloseTo(
      (2 * log(1 + exp(2)) + 3 * log(1 + exp(-2))) / 2,
      6,
    );
  });

  it('of a score a class, the same as of one score for two classes', () => {
    const balance = { weights: [2, 3], trainingShift: [0.2, 1], servingShift: [0.5, -1] };
    for (const smoothing of [0, 0.2]) {
      const one = loss({ kind: 'binary', smoothing, balance }, [[1.5], [-0.7]], [0, 1]);
      const two = loss(
        { kind: 'classes', smoothing, balance },
        [
          [0, 1.5],
          [0.7, 0],
        ],
        [0, 1],
      );
      expect(two).toBeCloseTo(one, 6);
    }
    const [single] = servedRisks([1.5], 1, { kind: 'binary', balance });
    expect(servedRisks([0, 1.5], 2, { kind: 'classes', balance })[1]).toBeCloseTo(single, 14);
  });
});
