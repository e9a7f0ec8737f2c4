import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { drawnTask, largestDifference } from '../../tests/head-task.ts';
import { crossValidateHeads, headGrid } from './cross-validate-heads.ts';
import { fitSoftmaxHead } from './fit-softmax-head.ts';
import { headKinds, headProbabilities } from './head.ts';
import { patientFolds } from './patient-folds.ts';

const heads = headKinds.map((kind) => ({ kind }));
const random = createRandom(3);

describe('crossValidateHeads', () => {
  for (const width of [60, 12])
    it(`judges every row by heads that never saw its patient (${width} columns)`, async () => {
      const task = drawnTask([9, 8, 7], { width, perPatient: 2, distance: 0.6 });
      const options = { heads, folds: 3, repeats: 2, innerFolds: 2, random, keepHeads: true } as const;
      const results = await crossValidateHeads(task, options);
      expect(results.map(({ kind }) => kind)).toEqual(headKinds);
      const all = Int32Array.from(task.classes.keys());
      for (const { kind, folds, probabilities, grid } of results) {
        expect(folds).toHaveLength(6);
        expect(probabilities).toHaveLength(2);
        for (const { repeat, fold, setting, curve, head } of folds) {
          expect(curve[grid.indexOf(setting)]).toBe(Math.min(...curve));
          const stream = random.fork('outer').fork(repeat);
          const foldOf = patientFolds(task, { rows: all, folds: 3, where: 'test' }, stream);
          const judged = all.filter((row) => foldOf[row] === fold);
          const p = headProbabilities(head!, task.features);
          for (const row of judged)
            for (let k = 0; k < 3; k++)
              expect(probabilities[repeat]![row * 3 + k]).toBeCloseTo(p[row * 3 + k]!, 4);
          if (kind !== 'softmax') continue;
          const weights = Float64Array.from(all, (row) => (foldOf[row] === fold ? 0 : 1));
          const alone = fitSoftmaxHead(task, { c: setting, weights, tolerance: 1e-6 });
          expect(largestDifference(alone.coefficients, head!.coefficients)).toBeLessThan(1e-4);
        }
      }
    });

  it('gives the same answer for the same stream, and other folds for another', async () => {
    const task = drawnTask([8, 8], { width: 20, distance: 0.5 });
    const ask = async (seed: number) =>
      (
        await crossValidateHeads(task, { heads: [{ kind: 'softmax' }], folds: 2, random: createRandom(seed) })
      )[0]!;
    const first = await ask(1);
    expect((await ask(1)).probabilities).toEqual(first.probabilities);
    expect((await ask(2)).probabilities).not.toEqual(first.probabilities);
  });

  it('chooses by balanced accuracy where asked, the simplest of equals', async () => {
    const task = drawnTask([10, 10], { width: 8, distance: 4 });
    const [result] = await crossValidateHeads(task, {
      heads: [{ kind: 'softmax', grid: [10, 0.1, 1] }],
      folds: 2,
      random,
      criterion: 'balanced-accuracy',
    });
    expect(result!.grid).toEqual([0.1, 1, 10]);
    expect(result!.folds.map(({ setting, curve }) => [setting, ...curve])).toEqual([
      [0.1, 1, 1, 1],
      [0.1, 1, 1, 1],
    ]);
    expect(result!.notes).toEqual(['2 of 2 folds chose the edge of the grid (0.1)']);
  });

  it('names the classes that it cannot split', async () => {
    const ask = (patients: number[], folds: number, innerFolds = folds) =>
      crossValidateHeads(drawnTask(patients), { heads: [{ kind: 'lda' }], folds, innerFolds, random });
    await expect(ask([9, 1], 2)).rejects.toThrow(
      'nested cross-validation: classes with one patient (class 1)',
    );
    await expect(ask([9, 3, 4], 5)).rejects.toThrow(
      'nested cross-validation: classes with fewer patients than the 5 folds (class 1: 3, class 2: 4)',
    );
    await expect(ask([9, 4], 4)).rejects.toThrow(
      'nested cross-validation, inner folds: classes with fewer patients than the 4 folds (class 1: 3)',
    );
    const lda = [{ kind: 'lda', grid: [0] }] as const;
    await expect(crossValidateHeads(drawnTask([5, 5]), { heads: lda, folds: 2, random })).rejects.toThrow(
      'shrinkage must be above 0 and at most 1 (lda: 0)',
    );
  });

  it('offers settings from the simplest model on', () => {
    for (const kind of headKinds) expect(headGrid(kind).length).toBeGreaterThan(3);
  });
});

describe('patientFolds', () => {
  it('keeps patients whole and spreads classes', () => {
    const task = drawnTask([20, 10, 5], { perPatient: 3 });
    const rows = Array.from(task.classes.keys());
    const foldOf = patientFolds(task, { rows, folds: 5, where: 'test' }, createRandom(1));
    for (const row of rows) expect(foldOf[row]).toBe(foldOf[row - (row % 3)]);
    for (let fold = 0; fold < 5; fold++)
      expect(
        [0, 1, 2].map((k) => rows.filter((row) => foldOf[row] === fold && task.classes[row] === k).length),
      ).toEqual([12, 6, 3]);
  });

  it('copes with patients of several classes', () => {
    const task = drawnTask([30, 30], { perPatient: 1 });
    const groups = Int32Array.from(task.classes.keys(), (row) => row % 12);
    const rows = Array.from(task.classes.keys());
    const foldOf = patientFolds({ ...task, groups }, { rows, folds: 4, where: 'test' }, createRandom(1));
    for (let fold = 0; fold < 4; fold++) expect(foldOf.filter((f) => f === fold)).toHaveLength(15);
  });
});
