import { expect, test } from 'vitest';
import { attack } from '../../tests/shareable-attack.ts';

test('10,000 cohorts of chance: no small cell can be worked out of the copy for sharing', {
  timeout: 3_600_000,
}, () => {
  for (let seed = 1001; seed <= 11_000; seed++) {
    const { found, smallGaps } = attack(seed);
    expect(found, `seed ${seed}`).toEqual([]);
    expect(smallGaps, `seed ${seed}`).toEqual([]);
  }
});
