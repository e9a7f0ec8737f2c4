import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { decodeEvidenceJson } from '@raredx/tables';
import { describe, expect, it } from 'vitest';
import { evidenceRow } from '../tests/evidence-row.ts';
import { adjustedInterval, pValue } from './adjusted-interval.ts';
import type { Measured } from './interval-scale.ts';
import { verdictOf } from './requirement.ts';
import { wilsonAt, wilsonSize } from './wilson-shape.ts';

const proportion = (events: number, n: number, confidence = 0.95) =>
  evidenceRow({
    ...{ metric: 'sensitivity', method: 'Wilson', confidence, estimate: events / n },
    ...wilsonAt(events / n, n, confidence),
  }) as Measured;

describe('Wilson intervals', () => {
  it.each([
    [0, 12],
    [1, 9],
    [25, 50],
    [80, 100],
    [12, 12],
  ])('%i of %i: the number is found from the limits, and any level is its own interval', (events, n) => {
    const row = proportion(events, n);
    expect(wilsonSize(row)).toBeCloseTo(n, 6);
    for (const confidence of [0.8, 0.975, 0.999]) {
      const { lower, upper } = wilsonAt(events / n, n, confidence);
      const carried = adjustedInterval(row, confidence) as { lower: number; upper: number };
      expect(carried.lower).toBeCloseTo(lower, 10);
      expect(carried.upper).toBeCloseTo(upper, 10);
    }
  });

  it('prop.test of R: 15 of 20 at 95 %, and at 99 % from that', () => {
    const row = proportion(15, 20);
    expect([row.lower, row.upper]).toEqual([
      expect.closeTo(0.5312991224, 9),
      expect.closeTo(0.8881382986, 9),
    ]);
    const { lower, upper } = adjustedInterval(row, 0.99) as { lower: number; upper: number };
    expect([lower, upper]).toEqual([expect.closeTo(0.4628112079, 8), expect.closeTo(0.9126360916, 8)]);
  });

  it('every Wilson interval of the committed pack is one, those of repeats too', () => {
    const pack = new URL('../../../reports/wilms-relapse/evidence.json', import.meta.url);
    const { rows } = decodeEvidenceJson(readFileSync(pack, 'utf8'), 'evidence.json');
    const wilson = rows.filter(
      ({ method, lower }) => /^Wilson(, mean of \d+ repeats)?$/.test(method) && lower !== null,
    );
    expect(wilson.length).toBeGreaterThan(1000);
    for (const row of wilson) expect(wilsonSize(row as Measured), row.id).toBeGreaterThan(0);
  });

  it('an AUROC on the logit scale has their shape, and is not one', () => {
    const auroc = { ...proportion(80, 100), metric: 'auroc', method: 'DeLong, logit scale' };
    expect(wilsonSize(auroc)).toBe(undefined);
    const z = (confidence: number) => (confidence === 0.95 ? 1.959963984540054 : 2.5758293035489004);
    const logit = (p: number) => Math.log(p / (1 - p));
    const half = (logit(auroc.upper) - logit(0.8)) * (z(0.99) / z(0.95));
    const { upper } = adjustedInterval(auroc, 0.99) as { upper: number };
    expect(logit(upper) - logit(0.8)).toBeCloseTo(half, 10);
  });

  const share = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }));
  test.prop([share, fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.constantFrom(0.2, 0.05, 0.01)], {
    seed: 20261124,
  })('p ≤ α exactly where the interval at 1 − α passes', ([n, part], bound, alpha) => {
    const row = proportion(Math.round(part * n), n);
    const requirement = { low: bound, high: Infinity, strict: false };
    const p = pValue(row, requirement);
    if (Math.abs(p - alpha) < 1e-6) return;
    const interval = adjustedInterval(row, 1 - alpha);
    expect('lower' in interval && verdictOf(interval, requirement) === 'pass').toBe(p <= alpha);
  });
});
