import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { splitSamples } from './split-samples.ts';

/** 60 patients with 1 to 9 samples of classes 0 to 2, class 2 rare. */
function many() {
  const patientId: string[] = [];
  const classes: number[] = [];
  for (let patient = 0; patient < 60; patient++) {
    for (let sample = 0; sample <= (patient * 7) % 9; sample++) {
      patientId.push(`p${patient}`);
      classes.push((patient + sample) % 11 === 0 ? 2 : (patient * sample) % 2);
    }
  }
  return { patientId, classes, classNames: ['a', 'b', 'rare'], repeats: 2, folds: 5 };
}

describe('splitSamples', () => {
  it('spreads each class over the folds by whole patients', () => {
    const request = many();
    const split = splitSamples({ ...request, random: createRandom(1) });
    for (const dealt of split.assignment) {
      const fold = new Map(split.patients.map((patient, index) => [patient, dealt[index] as number]));
      const counts = Array.from({ length: 5 }, () => [0, 0, 0]);
      request.patientId.forEach((patient, row) => {
        const own = counts[fold.get(patient) as number] as number[];
        own[request.classes[row] as number] = (own[request.classes[row] as number] as number) + 1;
      });
      for (const c of [0, 1, 2]) {
        const share = counts.map((own) => own[c] as number);
        expect(Math.max(...share) - Math.min(...share)).toBeLessThanOrEqual(c === 2 ? 3 : 5);
      }
    }
  });

  it('does not depend on the order of the samples, and does on the seed', () => {
    const request = many();
    const reversed = {
      ...request,
      patientId: [...request.patientId].reverse(),
      classes: [...request.classes].reverse(),
    };
    const first = splitSamples({ ...request, random: createRandom(1) });
    expect(splitSamples({ ...reversed, random: createRandom(1) }).fingerprint).toBe(first.fingerprint);
    expect(splitSamples({ ...request, random: createRandom(2) }).fingerprint).not.toBe(first.fingerprint);
  });

  it('names a class of one patient, and too many folds', () => {
    const lonely = { ...many(), classNames: ['a', 'b', 'rare', 'lonely'] };
    lonely.patientId.push('p0');
    lonely.classes.push(3);
    expect(() => splitSamples({ ...lonely, random: createRandom(1) })).toThrow(
      'split: class lonely has one patient',
    );
    expect(() => splitSamples({ ...many(), folds: 61, random: createRandom(1) })).toThrow(
      'split: 60 patients are fewer than 61 folds',
    );
  });
});
