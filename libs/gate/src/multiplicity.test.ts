import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgedConfidence } from './multiplicity.ts';

const fixture: {
  cases: { p: number[]; alpha: number; holm: number[]; bonferroni: number[] }[];
} = JSON.parse(readFileSync(new URL('../fixtures/holm.json', import.meta.url), 'utf8'));

const confidences = (method: 'none' | 'bonferroni' | 'holm', confidence: number, p: readonly number[]) =>
  judgedConfidence({ confidence, multiplicity: { method } }, p);

describe('by hand', () => {
  it('none leaves the confidence alone', () => {
    expect(confidences('none', 0.95, [0.2, 0.01])).toEqual([0.95, 0.95]);
  });

  it('holm stops at the first that does not clear', () => {
    const [a, b, c] = confidences('holm', 0.95, [0.03, 0.01, 0.04]);
    expect(b).toBeCloseTo(1 - 0.05 / 3, 14);
    expect(a).toBeCloseTo(1 - 0.05 / 2, 14);
    expect(c).toBeCloseTo(1 - 0.05 / 2, 14);
  });
});

describe('families', () => {
  const by = (method: 'none' | 'bonferroni' | 'holm', p: readonly number[], families: readonly string[]) =>
    judgedConfidence({ confidence: 0.95, multiplicity: { method } }, p, families);

  it('are each corrected by themselves, in whatever order they stand', () => {
    expect(by('bonferroni', [0.1, 0.1, 0.1], ['a', 'b', 'a'])).toEqual([0.975, 0.95, 0.975]);
    const [first, other, second] = by('holm', [0.04, 0.5, 0.01], ['a', '', 'a']);
    expect(other).toBe(0.95);
    expect(second).toBeCloseTo(0.975, 14);
    expect(first).toBeCloseTo(0.95, 14);
  });

  it('without a method change nothing', () => {
    expect(by('none', [0.1, 0.2], ['a', 'b'])).toEqual([0.95, 0.95]);
  });
});

describe('reference: R p.adjust', () => {
  it.each(['holm', 'bonferroni'] as const)('%s rejects the same hypotheses', (method) => {
    expect(fixture.cases.length).toBe(200);
    for (const one of fixture.cases) {
      const passes = confidences(method, 1 - one.alpha, one.p).map((confidence, i) =>
        Number((one.p[i] as number) <= 1 - confidence + 1e-12),
      );
      expect(passes, JSON.stringify(one)).toEqual(one[method]);
    }
  });
});
