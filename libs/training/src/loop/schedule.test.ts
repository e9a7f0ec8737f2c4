import { describe, expect, it } from 'vitest';
import { rateAt, type Schedule } from './schedule.ts';

const rates = (schedule: Schedule, losses: readonly number[] = []) =>
  Array.from({ length: 8 }, (_, step) => {
    const done = Math.floor(step / 2);
    return rateAt(schedule, { step, stepsPerEpoch: 2, epochs: 4, losses: losses.slice(0, done) });
  });

describe('learning rate', () => {
  it('constant, with a warm-up of two epochs', () => {
    expect(rates({ kind: 'constant', rate: 0.4, warmUp: 2 })).toEqual([
      0.1, 0.2, 0.30000000000000004, 0.4, 0.4, 0.4, 0.4, 0.4,
    ]);
  });

  it('cosine: from the whole rate to its end, half way in the middle', () => {
    const along = rates({ kind: 'cosine', rate: 1, end: 0.1 });
    expect(along[0]).toBe(1);
    expect(along[4]).toBeCloseTo(0.55, 12);
    expect(along[7]).toBeCloseTo(0.1 + 0.9 * 0.5 * (1 + Math.cos((7 / 8) * Math.PI)), 12);
    const warm = rates({ kind: 'cosine', rate: 1, warmUp: 1 });
    expect(warm.slice(0, 3)).toEqual([0.5, 1, 1]);
  });

  it('plateau: falls after as many epochs without a lower loss, not below the least', () => {
    const plateau = { kind: 'plateau', rate: 1, factor: 0.5, patience: 1 } as const;
    expect(rates(plateau, [1, 1, 0.9])).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]);
    expect(rates({ ...plateau, least: 0.4 }, [1, 2, 3]).at(-1)).toBe(0.4);
    expect(rates({ ...plateau, patience: 2 }, [1, 2, 3]).at(-1)).toBe(0.5);
  });
});
