import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { lookLevel, type PlannedLooks } from './look-level.ts';
import { sequentialBounds } from './sequential-bounds.ts';
import { type Spending, spentAlpha } from './spending.ts';

const fixture: { cases: { spending: Spending; alpha: number; t: number[]; z: number[] }[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/sequential-bounds.json', import.meta.url), 'utf8'),
);
const fifths = [0.2, 0.4, 0.6, 0.8, 1];

describe('published: ldbounds, five equal looks, two-sided 0.05 (its integration is good to 2e-4)', () => {
  it.each([
    ['obrien-fleming', [4.8769, 3.3569, 2.6803, 2.2898, 2.031]],
    ['pocock', [2.438, 2.4268, 2.4101, 2.3966, 2.3859]],
  ] as const)('%s', (spending, published) => {
    const z = sequentialBounds(spending, 0.05, fifths).map((bound) => bound.z);
    z.forEach((value, k) => {
      expect(Math.abs(value - (published[k] as number)), `look ${k + 1}`).toBeLessThan(2e-4);
    });
  });
});

describe('reference: multivariate normal probabilities in R', () => {
  it('agrees to 1e-5 at even and uneven looks', () => {
    expect(fixture.cases.length).toBe(30);
    for (const { spending, alpha, t, z } of fixture.cases) {
      sequentialBounds(spending, alpha, t).forEach((bound, k) => {
        expect(Math.abs(bound.z - z[k]), `${spending} ${alpha} ${t} look ${k + 1}`).toBeLessThan(1e-5);
      });
    }
  });
});

describe('spending', () => {
  it('one look spends all, at the usual level', () => {
    expect(sequentialBounds('obrien-fleming', 0.05, [1])[0]?.level).toBeCloseTo(0.05, 12);
  });

  test.prop(
    [
      fc.constantFrom<Spending>('obrien-fleming', 'pocock', 'fixed'),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ],
    { seed: 20261124 },
  )('rises from 0 to α', (spending, alpha, a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    expect(spentAlpha(spending, alpha, low)).toBeLessThanOrEqual(spentAlpha(spending, alpha, high) + 1e-15);
    expect(spentAlpha(spending, alpha, 0)).toBe(0);
    expect(spentAlpha(spending, alpha, 1)).toBe(alpha);
  });

  it.each([
    [() => spentAlpha('fixed', 0, 0.5), 'alpha outside'],
    [() => spentAlpha('fixed', 0.05, Number.NaN), 'not a number'],
    [() => sequentialBounds('fixed', 0.05, [0.5, 0.5]), 'must rise'],
    [() => sequentialBounds('fixed', 0.05, [0.5, 1.1]), 'must rise'],
  ])('refuses what is no share', (act, words) => {
    expect(act).toThrow(words);
  });

  it('O’Brien–Fleming at one event of 400: too early to spend, and later looks are as if it had not been', () => {
    const [early, late] = sequentialBounds('obrien-fleming', 0.05, [1 / 400, 0.5]);
    expect(early).toEqual({ z: Infinity, level: 0, spent: 0 });
    expect(late).toEqual(sequentialBounds('obrien-fleming', 0.05, [0.5])[0]);
    const three = sequentialBounds('obrien-fleming', 0.01, [1 / 400, 2 / 400, 0.5, 1]);
    expect(three.map(({ level }) => level > 0)).toEqual([false, false, true, true]);
  });
});

describe('the level of a look', () => {
  const looks = (changes: Partial<PlannedLooks> = {}): PlannedLooks => ({
    ...{ cohort: 'study 4', planned: 4, spending: 'fixed', data: 'reused', because: 'a release a quarter' },
    ...changes,
  });

  it('reused patients: looks share α out, all of it and no more', () => {
    for (const spending of ['fixed', 'pocock', 'obrien-fleming'] as const) {
      const levels = [0, 1, 2, 3].map((k) =>
        lookLevel(looks({ spending }), 0.05, { past: new Array(k).fill(100), events: 100 }),
      );
      expect(levels.reduce((sum, { alpha }) => sum + alpha, 0)).toBeCloseTo(0.05, 14);
      expect(levels[3]?.spent).toBe(0.05);
    }
    expect(lookLevel(looks(), 0.05, { past: [100], events: 100 }).alpha).toBeCloseTo(0.0125, 14);
  });

  it('nothing is left after the last planned look', () => {
    const past = [100, 100, 100, 100];
    expect(lookLevel(looks(), 0.05, { past, events: 100 })).toEqual({
      ...{ number: 5, of: 4, alpha: 0, spent: 0.05 },
    });
  });

  it('accumulating events: the levels are those of the group-sequential bounds', () => {
    const plan = looks({ spending: 'pocock', data: 'accumulating', planned: 5, planned_events: 500 });
    const bounds = sequentialBounds('pocock', 0.05, fifths);
    const second = lookLevel(plan, 0.05, { past: [100], events: 200 });
    expect(second.alpha).toBeCloseTo(bounds[1]?.level as number, 12);
    const last = lookLevel(plan, 0.05, { past: [100, 200, 300, 400], events: 480 });
    expect(last.alpha).toBeCloseTo(bounds[4]?.level as number, 12);
  });

  it('accumulating: at the first of 400 events there is nothing to spend yet, and nothing is lost', () => {
    const plan = looks({ data: 'accumulating', planned_events: 400, spending: 'obrien-fleming' });
    expect(lookLevel(plan, 0.05, { past: [], events: 1 })).toEqual({ number: 1, of: 4, alpha: 0, spent: 0 });
    const second = lookLevel(plan, 0.05, { past: [1], events: 200 });
    expect(second.alpha).toBe(lookLevel(plan, 0.05, { past: [], events: 200 }).alpha);
  });

  it('accumulating: a look without new events has nothing to spend', () => {
    const plan = looks({ data: 'accumulating', planned_events: 500 });
    expect(lookLevel(plan, 0.05, { past: [100], events: 100 }).alpha).toBe(0);
    expect(lookLevel(plan, 0.05, { past: [100, 100], events: 200 }).alpha).toBeGreaterThan(0);
  });
});
