import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { replaySamples } from './replay-samples.ts';

/** 60 patients in rows 100 … 189: every third has two rows; `events` patients have one. */
function cohort(events: number) {
  const patientId = Array<string>(100).fill('not in development');
  const outcome: number[] = Array(100).fill(1);
  for (let patient = 0; patient < 60; patient++) {
    const rows = patient % 3 === 0 ? 2 : 1;
    for (let row = 0; row < rows; row++) {
      patientId.push(`p${patient}`);
      outcome.push(patient < events && row === 0 ? 1 : 0);
    }
  }
  const rows = Array.from({ length: patientId.length - 100 }, (_, i) => 100 + i);
  return { rows, patientId, outcome: Uint8Array.from(outcome) };
}
const draw = (events: number, replicates = 20) => {
  const { rows, patientId, outcome } = cohort(events);
  return {
    rows,
    patientId,
    outcome,
    samples: replaySamples(rows, { patientId, outcome, replicates, random: createRandom(1) }),
  };
};

describe('replaySamples', () => {
  it('begins with everybody once', () => {
    const { rows, samples } = draw(30);
    expect(samples[0]).toMatchObject({ replicate: -1, train: Uint32Array.from(rows) });
    expect(samples.map(({ replicate }) => replicate)).toEqual(Array.from({ length: 21 }, (_, i) => i - 1));
  });

  it('draws patients, as many as there are, with all their rows', () => {
    const { rows, patientId, samples } = draw(30);
    for (const { inBag, train } of samples.slice(1)) {
      const drawn = new Map(rows.map((row, place) => [patientId[row], inBag[place] as number]));
      expect([...drawn.values()].reduce((sum, times) => sum + times, 0)).toBe(60);
      rows.forEach((row, place) => {
        expect(inBag[place]).toBe(drawn.get(patientId[row]));
        expect(train.filter((one) => one === row)).toHaveLength(inBag[place] as number);
      });
    }
  });

  it.each([
    [5, true],
    [19, true],
    [30, false],
    [41, true],
  ])('with %d of 60 patients having the event, keeps the split: %s', (events, kept) => {
    const { rows, patientId, samples } = draw(events);
    const counts = samples.slice(1).map(({ inBag }) => {
      const drawn = new Map(rows.map((row, place) => [patientId[row] as string, inBag[place] as number]));
      return Array.from({ length: events }, (_, i) => drawn.get(`p${i}`) as number).reduce((a, b) => a + b);
    });
    expect(counts.every((count) => count === events)).toBe(kept);
  });

  it('sample b does not depend on how many are asked', () => {
    expect(draw(30, 3).samples).toEqual(draw(30, 20).samples.slice(0, 4));
  });
});
