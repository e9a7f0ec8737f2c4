import { describe, expect, it } from 'vitest';
import { drawnTask, largestDifference, referenceSets, referenceTask } from '../../tests/head-task.ts';
import type { ClassTask } from '../features.ts';
import { leftOutRidge } from './dual-ridge.ts';
import type { DualRows } from './dual-rows.ts';
import { openDualSplits } from './dual-splits.ts';
import { headProbabilities } from './head.ts';
import { openLinearKernel } from './kernel/open-kernel.ts';

const everyRow = (task: ClassTask) => Int32Array.from(task.classes.keys());
const plain = { standardise: false, balanced: false };

function rowsOf(
  task: ClassTask,
  kept: readonly number[],
): { kernel: ReturnType<typeof openLinearKernel>; data: DualRows } {
  const { width, values } = task.features;
  const n = Math.ceil(kept.length / 4) * 4;
  const kernel = openLinearKernel(n * n * 64 + 65_536);
  const gram = kernel.doubles(n * n);
  kept.forEach((a, i) => {
    kept.forEach((b, j) => {
      for (let k = 0; k < width; k++) gram[i * n + j]! += values[a * width + k]! * values[b * width + k]!;
    });
  });
  const data = {
    gram,
    n,
    rows: kept.length,
    width,
    classCount: task.classNames.length,
    classes: Int32Array.from(kept, (row) => task.classes[row]!),
    groups: Int32Array.from(kept, (row) => task.groups[row]!),
    weights: new Float64Array(kept.length).fill(1),
  };
  return { kernel, data };
}

describe('dual heads', () => {
  for (const [name, set] of Object.entries(referenceSets))
    it(`lda has scikit-learn's risks (${name})`, () => {
      const task = referenceTask(set);
      const rows = everyRow(task);
      const fits = openDualSplits(task, plain);
      for (const { shrinkage, probabilities } of set.lda) {
        const split = { train: rows, judged: rows };
        const [fit] = fits(split, { kind: 'lda', settings: [shrinkage], precision: 'risks' });
        expect(largestDifference(fit!.probabilities, probabilities)).toBeLessThan(2e-4);
      }
    });

  for (const [name, set] of Object.entries(referenceSets))
    it(`ridge has scikit-learn's scores (${name})`, () => {
      const task = referenceTask(set);
      const { kernel, data } = rowsOf(task, [...everyRow(task)]);
      const { classCount, gram, n, rows } = data;
      for (const { alpha, scores } of set.ridge) {
        const { fit } = leftOutRidge(kernel, data, alpha);
        // scikit-learn's targets are 1 and -1, ours 1 and 0; of two classes it scores the second.
        const ours = Array.from({ length: rows * classCount }, (_, at) => {
          const [i, k] = [Math.floor(at / classCount), at % classCount];
          let score = fit.intercept[k]!;
          for (let j = 0; j < rows; j++) score += gram[i * n + j]! * fit.alpha[j * classCount + k]!;
          return 2 * score - 1;
        }).filter((_, at) => classCount > 2 || at % 2 === 1);
        expect(largestDifference(ours, scores)).toBeLessThan(1e-6);
      }
    });

  it('ridge scores a patient as the fit without that patient does', () => {
    const task = drawnTask([6, 7, 5], { width: 12, perPatient: 3 });
    const all = [...everyRow(task)];
    const { kernel, data } = rowsOf(task, all);
    const { scores } = leftOutRidge(kernel, data, 2);
    for (const patient of [0, 9, 17]) {
      const others = all.filter((row) => task.groups[row] !== patient);
      const without = rowsOf(task, others);
      const { fit } = leftOutRidge(without.kernel, without.data, 2);
      for (const row of all.filter((candidate) => task.groups[candidate] === patient))
        for (let k = 0; k < 3; k++) {
          let score = fit.intercept[k]!;
          others.forEach((_, j) => {
            score += data.gram[row * data.n + others[j]!]! * fit.alpha[j * 3 + k]!;
          });
          expect(scores[row * 3 + k]).toBeCloseTo(score, 9);
        }
    }
  });

  for (const kind of ['softmax', 'ridge', 'lda', 'nearest-centroid'] as const)
    it(`${kind}: the coefficients give the risks, standardised or not, and tell classes apart`, () => {
      const task = drawnTask([20, 15, 9], { width: 40 });
      const rows = everyRow(task);
      const split = { train: rows.filter((row) => row % 4 !== 0), judged: rows };
      for (const standardise of [false, true]) {
        const fits = openDualSplits(task, { standardise, balanced: true });
        const setting = { softmax: 1, ridge: 10, lda: 0.5, 'nearest-centroid': 0.1 }[kind];
        const [fit] = fits(split, { kind, settings: [setting], precision: 'coefficients' });
        const p = headProbabilities(fit!.head(), task.features);
        expect(largestDifference(p, fit!.probabilities)).toBeLessThan(1e-4);
        const right = rows.filter((row) => p[row * 3 + task.classes[row]!]! > 0.5).length;
        expect(right / rows.length).toBeGreaterThan(0.9);
      }
    });

  for (const kind of ['softmax', 'ridge', 'lda', 'nearest-centroid'] as const)
    it(`${kind}: weight 2 counts as the row twice`, () => {
      const task = drawnTask([12, 10], { width: 20 });
      const rows = everyRow(task);
      const setting = { softmax: 1, ridge: 10, lda: 0.5, 'nearest-centroid': 0.1 }[kind];
      const asked = { kind, settings: [setting], precision: 'coefficients' } as const;
      const fits = openDualSplits(task, plain);
      const weights = Float64Array.from(rows, (row) => (row % 3 === 0 ? 2 : 1));
      const twice = Int32Array.from([...rows, ...rows.filter((row) => row % 3 === 0)]);
      const [weighted] = fits({ train: rows, judged: rows, weights }, asked);
      // A task of 28 rows: copies keep their patient, so that leaving a patient out leaves out both.
      const width = task.features.width;
      const copied: ClassTask = {
        ...task,
        classes: Int32Array.from(twice, (row) => task.classes[row]!),
        groups: Int32Array.from(twice, (row) => task.groups[row]!),
        features: {
          rows: twice.length,
          width,
          values: Float32Array.from(
            [...twice].flatMap((row) => [...task.features.values.subarray(row * width, (row + 1) * width)]),
          ),
        },
      };
      const [plainFit] = openDualSplits(copied, plain)({ train: everyRow(copied), judged: rows }, asked);
      expect(largestDifference(weighted!.probabilities, plainFit!.probabilities)).toBeLessThan(1e-4);
    });
});
