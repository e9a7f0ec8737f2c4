import type { DuplicatePair } from '@raredx/cohort';
import { describe, expect, it } from 'vitest';
import { plausibleCopies } from './plausible-copies.ts';

const near = (first: number, second: number): DuplicatePair => ({
  first,
  second,
  kind: 'near',
  likeness: 0.98,
});
const patients = Array.from({ length: 100 }, (_, row) => `patient ${row}`);

describe('plausibleCopies', () => {
  it('keeps the few pairs that copies are', () => {
    const pairs = [near(0, 1), near(4, 9), { ...near(2, 3), kind: 'exact' as const }];
    expect(plausibleCopies(patients, pairs)).toEqual({ pairs, likenesses: 0 });
  });

  it('sets a chain of look-alikes aside, and keeps what is exact', () => {
    const chain = Array.from({ length: 12 }, (_, at) => near(20 + at, 21 + at));
    const exact = { ...near(20, 50), kind: 'exact' as const };
    expect(plausibleCopies(patients, [near(0, 1), ...chain, exact])).toEqual({
      pairs: [near(0, 1), exact],
      likenesses: 12,
    });
  });

  it('believes in no near copy where a fifth of all pictures have one', () => {
    const pairs = Array.from({ length: 11 }, (_, at) => near(2 * at, 2 * at + 1));
    expect(plausibleCopies(patients, pairs)).toEqual({ pairs: [], likenesses: 11 });
  });
});
