import { fc, test } from '@fast-check/vitest';
import { createRandom, shuffled } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { foldRows, type SplitRequest, splitByPatient, splitOf } from './index.ts';

const request = (changes: Partial<SplitRequest> = {}): SplitRequest => ({
  patientId: Array.from({ length: 103 }, (_, index) => `p${index}`),
  outcome: Array.from({ length: 103 }, (_, index) => Number(index % 7 === 0)),
  repeats: 3,
  folds: 5,
  random: createRandom(7),
  ...changes,
});
const sizes = (dealt: Int32Array, folds: number) =>
  Array.from({ length: folds }, (_, fold) => dealt.filter((at) => at === fold).length);
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

describe('splitByPatient', () => {
  it('is the same for the same seed and differs between seeds and repeats', () => {
    const split = splitByPatient(request());
    expect(splitByPatient(request())).toEqual(split);
    expect(splitByPatient(request({ random: createRandom(8) })).fingerprint).not.toBe(split.fingerprint);
    expect(split.assignment[0]).not.toEqual(split.assignment[1]);
    expect(Object.isFrozen(split)).toBe(true);
  });

  it('does not depend on the order of the rows, nor on how many repeats follow', () => {
    const { patientId, outcome } = request();
    const order = shuffled(patientId.length, createRandom(3));
    const turned = request({
      patientId: Array.from(order, (row) => patientId[row]),
      outcome: Array.from(order, (row) => outcome[row]),
    });
    const split = splitByPatient(request());
    expect(splitByPatient(turned).fingerprint).toBe(split.fingerprint);
    expect(splitByPatient(request({ repeats: 1 })).assignment[0]).toEqual(split.assignment[0]);
  });

  it('has the fingerprint of its content', () => {
    const split = splitByPatient(request());
    expect(splitOf(split.patients, split.assignment, split.folds).fingerprint).toBe(split.fingerprint);
    const moved = split.assignment.map((dealt) => Int32Array.from(dealt));
    moved[2][0] = (moved[2][0] + 1) % 5;
    expect(splitOf(split.patients, moved, split.folds).fingerprint).not.toBe(split.fingerprint);
  });

  test.prop(
    [
      fc.integer({ min: 2, max: 6 }),
      fc.array(fc.tuple(fc.nat(40), fc.nat(2)), { minLength: 60, maxLength: 200 }),
    ],
    {
      numRuns: 50,
    },
  )('deals each patient into one fold a repeat, evenly overall and within classes', (folds, rows) => {
    const patientId = rows.map(([patient]) => `p${patient}`);
    const outcome = rows.map(([, label]) => label);
    const classOf = new Map<string, number>();
    patientId.forEach((patient, row) => {
      classOf.set(patient, Math.max(classOf.get(patient) ?? 0, outcome[row]));
    });
    const classes = [...new Set(classOf.values())];
    fc.pre(classes.every((label) => [...classOf.values()].filter((at) => at === label).length >= folds));
    const split = splitByPatient(request({ patientId, outcome, folds, repeats: 2 }));
    expect(split.patients).toEqual([...new Set(patientId)].sort());
    for (const [repeat, dealt] of split.assignment.entries()) {
      expect(spread(sizes(dealt, folds))).toBeLessThanOrEqual(1);
      for (const label of classes) {
        const own = dealt.filter((_, index) => classOf.get(split.patients[index]) === label);
        expect(spread(sizes(own, folds))).toBeLessThanOrEqual(1);
      }
      const tested = Array.from({ length: folds }, (_, fold) => {
        const { train, test } = foldRows(split, patientId, { repeat, fold });
        const learned = new Set(Array.from(train, (row) => patientId[row]));
        expect(Array.from(test).filter((row) => learned.has(patientId[row]))).toEqual([]);
        expect(train.length + test.length).toBe(rows.length);
        return [...test];
      });
      expect(tested.flat().sort((a, b) => a - b)).toEqual([...patientId.keys()]);
    }
  });

  it('puts any patient into any fold about equally often', () => {
    const split = splitByPatient(request({ repeats: 1000 }));
    const counts = sizes(
      Int32Array.from(split.assignment, (dealt) => dealt[17]),
      5,
    );
    // 200 expected a fold, standard deviation 12.6: four of them
    expect(counts.every((count) => Math.abs(count - 200) < 50)).toBe(true);
  });

  it.each([
    [{ patientId: ['a', 'b', 'a'], outcome: [0, 1, 0], folds: 3 }, '2 patients are fewer than 3 folds'],
    [
      { patientId: [...'abcdefgh'], outcome: [0, 0, 0, 0, 0, 1, 1, 1] },
      'class 1 has 3 patients, fewer than 5 folds',
    ],
    [
      { patientId: [...'abcdefgh'], outcome: [0, 0, 0, 0, 0, 1, 1, 1], classes: ['no relapse', 'relapse'] },
      'class relapse has 3 patients, fewer than 5 folds',
    ],
    [{ folds: 1 }, 'folds must be 2 or more (1)'],
    [{ repeats: 0 }, 'repeats must be 1 or more (0)'],
  ])('refuses %j', (changes, message) => {
    expect(() => splitByPatient(request(changes))).toThrow(message);
    expect(() => splitByPatient(request(changes))).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('has no fold or repeat beyond its own', () => {
    const split = splitByPatient(request());
    expect(() => foldRows(split, [], { repeat: 3, fold: 0 })).toThrow('no repeat 3');
    expect(() => foldRows(split, [], { repeat: 0, fold: 5 })).toThrow('fold 5');
  });
});
