import { expect, test } from 'vitest';
import { attack, attackTwo } from '../../tests/shareable-attack.ts';

test('10,000 cohorts of chance: no small cell can be worked out of the copy for sharing', {
  timeout: 3_600_000,
}, () => {
  for (let seed = 1001; seed <= 11_000; seed++) {
    const { found, smallGaps } = attack(seed);
    expect(found, `seed ${seed}`).toEqual([]);
    expect(smallGaps, `seed ${seed}`).toEqual([]);
  }
});

test('1,000 pairs of cohorts of chance: two copies that the check lets pass give no small cell away', {
  timeout: 3_600_000,
}, () => {
  for (let seed = 1001; seed <= 2000; seed++) {
    const more = [0, 1, 4, 12, 60, 400][seed % 6]!;
    const { risks, found } = attackTwo(seed, more);
    if (risks.length === 0) expect(found, `seed ${seed}, ${more} came`).toEqual([]);
  }
});
