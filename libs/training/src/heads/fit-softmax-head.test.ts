import { describe, expect, it } from 'vitest';
import { largestDifference, type ReferenceSet, referenceSets, referenceTask } from '../../tests/head-task.ts';
import type { ClassTask } from '../features.ts';
import { fitSoftmaxHead } from './fit-softmax-head.ts';
import { headProbabilities } from './head.ts';

const sets = Object.entries(referenceSets) as [string, ReferenceSet][];

describe('fitSoftmaxHead', () => {
  for (const [name, set] of sets)
    for (const form of set.rows <= set.width ? (['dual', 'primal'] as const) : (['primal'] as const))
      it(`has scikit-learn's coefficients (${name}, ${form})`, () => {
        const task = referenceTask(set);
        for (const { c, standardise, weighted, ...reference } of set.softmax) {
          const weights = weighted ? { weights: Float64Array.from(set.weights) } : {};
          const head = fitSoftmaxHead(task, { c, standardise, form, tolerance: 1e-5, ...weights });
          const mean = head.intercept.reduce((total, b) => total + b, 0) / head.intercept.length;
          const centred = head.intercept.length > 1 ? head.intercept.map((b) => b - mean) : head.intercept;
          const where = `C ${c}${standardise ? ', standardised' : ''}${weighted ? ', weighted' : ''}`;
          expect(largestDifference(head.coefficients, reference.coefficients), where).toBeLessThan(1e-4);
          expect(largestDifference(centred, reference.intercept), where).toBeLessThan(2e-4);
        }
      });

  it('counts weight k as k copies of a row, and weight 0 as none', () => {
    const task = referenceTask(referenceSets.wide);
    const rows = [0, 1, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8];
    const weights = new Float64Array(task.features.rows);
    for (const row of rows) weights[row]! += 1;
    const width = task.features.width;
    const copied: ClassTask = {
      classNames: task.classNames,
      classes: Int32Array.from(rows, (row) => task.classes[row]!),
      groups: Int32Array.from(rows),
      features: {
        rows: rows.length,
        width,
        values: Float32Array.from(
          rows.flatMap((row) => [...task.features.values.subarray(row * width, (row + 1) * width)]),
        ),
      },
    };
    const weighted = fitSoftmaxHead(task, { c: 1, weights, standardise: true, tolerance: 1e-7 });
    const plain = fitSoftmaxHead(copied, { c: 1, standardise: true, tolerance: 1e-7 });
    expect(largestDifference(weighted.coefficients, plain.coefficients)).toBeLessThan(1e-6);
  });

  it('keeps the training prevalence when it trains on balanced classes', () => {
    const set = referenceSets.tall;
    const all = referenceTask(set);
    const rows = Array.from(all.classes.keys()).filter((row) => all.classes[row] !== 0 || row % 3 === 0);
    const width = set.width;
    const task: ClassTask = {
      ...all,
      classes: Int32Array.from(rows, (row) => all.classes[row]!),
      groups: Int32Array.from(rows),
      features: {
        rows: rows.length,
        width,
        values: Float32Array.from(rows.flatMap((row) => set.values.slice(row * width, (row + 1) * width))),
      },
    };
    const head = fitSoftmaxHead(task, { c: 1, balanced: true });
    const p = headProbabilities(head, task.features);
    for (let k = 0; k < 4; k++) {
      const observed = task.classes.filter((y) => y === k).length / rows.length;
      const predicted = rows.reduce((total, _, i) => total + p[i * 4 + k]!, 0) / rows.length;
      expect(Math.abs(predicted - observed)).toBeLessThan(0.02);
    }
  });

  it('says how far it may be from the minimum', () => {
    const head = fitSoftmaxHead(referenceTask(referenceSets.wide), { c: 1, tolerance: 1e-3 });
    expect(head.errorBound).toBeLessThan(1e-3);
    const exact = referenceSets.wide.softmax.find(
      ({ c, standardise, weighted }) => c === 1 && !standardise && !weighted,
    )!;
    const distance = Math.hypot(...head.coefficients.map((value, i) => value - exact.coefficients[i]!));
    expect(distance).toBeLessThan(1e-3);
  });

  it('refuses what it cannot learn from', () => {
    const task = referenceTask(referenceSets.tall);
    expect(() => fitSoftmaxHead({ ...task, classNames: [...task.classNames, 'x'] }, { c: 1 })).toThrow(
      'softmax head: classes without a patient (x)',
    );
    expect(() => fitSoftmaxHead(task, { c: 0 })).toThrow('softmax head: c must be positive and finite (0)');
    expect(() => fitSoftmaxHead({ ...task, groups: Int32Array.of(1) }, { c: 1 })).toThrow(
      '1 patients for 150 rows',
    );
  });
});
