import { createRandom } from '@raredx/stats';
import { describe, expect, it } from 'vitest';
import { thresholdout } from './thresholdout.ts';

const settings = { threshold: 0.04, noise: 0.001, budget: 2 };
const ask = (holdout: number, spent = 0, asked = 0) =>
  thresholdout({ development: 0.8, holdout }, settings, { spent, asked, random: createRandom('secret') });

describe('thresholdout', () => {
  it('tells the development value where both agree, and spends nothing', () => {
    expect(ask(0.79)).toEqual({ answer: 0.8, told: false, budgetLeft: 2 });
  });

  it('tells the holdout with noise where they do not, and spends one', () => {
    const told = ask(0.6);
    expect(told).toMatchObject({ told: true, budgetLeft: 1 });
    if ('undefinedBecause' in told) throw new Error('no answer');
    expect(told.answer).not.toBe(0.6);
    expect(Math.abs(told.answer - 0.6)).toBeLessThan(0.02);
  });

  it('says nothing once the budget is spent', () => {
    expect(ask(0.6, 2)).toEqual({ undefinedBecause: "the holdout's budget of 2 is spent" });
  });

  it('same seed, same answer; another question, other noise', () => {
    expect(ask(0.6)).toEqual(ask(0.6));
    expect(ask(0.6, 0, 1)).not.toEqual(ask(0.6, 0, 0));
  });

  it('the noise is Laplace of scale σ: mean absolute deviation σ', () => {
    const random = createRandom(3);
    let total = 0;
    for (let asked = 0; asked < 4000; asked++) {
      const one = thresholdout({ development: 0.2, holdout: 0.6 }, settings, { spent: 0, asked, random });
      if ('answer' in one) total += Math.abs(one.answer - 0.6);
    }
    expect(total / 4000 / settings.noise).toBeCloseTo(1, 1);
  });

  it('refuses settings and values that are none', () => {
    const context = { spent: 0, asked: 0, random: createRandom(1) };
    expect(() => thresholdout({ development: 1, holdout: 1 }, { ...settings, noise: 0 }, context)).toThrow(
      'must be positive',
    );
    expect(() => thresholdout({ development: Number.NaN, holdout: 1 }, settings, context)).toThrow('finite');
  });
});
