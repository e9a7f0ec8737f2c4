import { createRandom } from '@raredx/stats';
import type { LookEvidence } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { eValue, mergedEValue } from './e-value.ts';
import { eValueLimits, logEValue, logEValueOf } from './e-value-limits.ts';

const look = (at: number, error: number, shift = 2.5): LookEvidence => ({
  ...{ scale: 'identity', at, error, shift },
});

describe('looks added up', () => {
  it('are the product of their e-values', () => {
    const looks = [look(0.2, 0.1), look(0.05, 0.04, 1), look(-0.1, 0.2)];
    const product = mergedEValue(
      looks.map(({ at, error, shift }) => eValue((at - 0.01) / error, shift)),
      'independent',
    );
    expect(Math.exp(logEValue(looks, 0.01, 1))).toBeCloseTo(product, 10);
  });

  it('their limits are the bounds at which the e-value is just enough', () => {
    const looks = [look(0.2, 0.1), look(0.05, 0.04, 1)];
    const { lower, upper } = eValueLimits(looks, 0.95);
    expect(logEValue(looks, lower, 1)).toBeCloseTo(Math.log(40), 12);
    expect(logEValue(looks, upper, -1)).toBeCloseTo(Math.log(40), 12);
  });

  it('limits of a ratio are on its own scale, and a bound out of its reach is met', () => {
    const looks = [{ ...look(Math.log(1.1), 0.1), scale: 'log' as const }];
    const { lower, upper } = eValueLimits(looks, 0.95);
    expect(lower * upper).toBeCloseTo(1.1 * 1.1, 12);
    expect(logEValueOf(looks, { low: 0, high: Infinity, strict: false })).toBe(Infinity);
    const auroc = [{ ...look(1, 0.2), scale: 'logit' as const }];
    expect(logEValueOf(auroc, { low: -Infinity, high: 2, strict: false })).toBe(Infinity);
  });

  it('a claim of two sides is as strong as its weaker one', () => {
    const looks = [look(1, 0.05)];
    const both = logEValueOf(looks, { low: 0.8, high: 1.1, strict: false });
    expect(both).toBe(logEValue(looks, 1.1, -1));
    expect(both).toBeLessThan(logEValue(looks, 0.8, 1));
  });

  it('cover the mean of truths that differ, at 30 looks each of which may be the last', () => {
    const root = createRandom('e-value limits');
    const worlds = 400;
    let missed = 0;
    for (let world = 0; world < worlds; world++) {
      const random = root.fork(world);
      const looks: LookEvidence[] = [];
      let truths = 0;
      let miss = false;
      for (let k = 0; k < 30; k++) {
        truths += 0.1 * k;
        looks.push(look(0.1 * k + random.normal(), 1, 1.5));
        const { lower, upper } = eValueLimits(looks, 0.95);
        const mean = truths / (k + 1);
        miss ||= lower > mean || upper < mean;
      }
      missed += Number(miss);
    }
    expect(missed / worlds).toBeLessThan(0.05);
  });
});
