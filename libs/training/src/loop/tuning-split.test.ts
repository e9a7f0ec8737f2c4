import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { tuningSplit } from './tuning-split.ts';

describe('tuning split', () => {
  const patients = Array.from({ length: 60 }, (_, row) => `p${row % 20}`);
  const classes = Uint8Array.from(patients, (patient) => (Number(patient.slice(1)) < 5 ? 1 : 0));

  it('never cuts through a patient, and takes its share of each class', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { training, tuning } = tuningSplit(patients, classes, { share: 0.2, random: createRandom(seed) });
      const of = (rows: Uint32Array) => new Set(Array.from(rows, (row) => patients[row]));
      expect([...of(tuning)].filter((patient) => of(training).has(patient))).toEqual([]);
      expect(training.length + tuning.length).toBe(60);
      expect([...of(tuning)].filter((patient) => Number(patient.slice(1)) < 5)).toHaveLength(1);
      expect(of(tuning).size).toBe(4);
    }
  });

  it('leaves each side one patient of a class, or says that it cannot', () => {
    const { training, tuning } = tuningSplit(['a', 'b'], [0, 0], { share: 0.9, random: createRandom(1) });
    expect([training.length, tuning.length]).toEqual([1, 1]);
    expect(() => tuningSplit(['a', 'b', 'c'], [0, 0, 1], { share: 0.5, random: createRandom(1) })).toThrow(
      'tuning split: class 1 has 1 patient; 2 are needed to set one aside',
    );
  });

  it('learns from the one patient of a class where that was asked for', () => {
    const options = { share: 0.5, random: createRandom(1), lone: 'train' } as const;
    const { training, tuning } = tuningSplit(['a', 'b', 'c'], [0, 0, 1], options);
    expect(tuning).toHaveLength(1);
    expect([...training]).toContain(2);
    expect(tuningSplit(['c'], [1], options).tuning).toHaveLength(0);
  });
});
