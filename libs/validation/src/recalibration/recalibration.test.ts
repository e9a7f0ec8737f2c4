import { readFileSync } from 'node:fs';
import type { Judged } from '@raredx/metrics';
import { describe, expect, test } from 'vitest';
import { applyRecalibration } from './apply-recalibration.ts';
import { fitRecalibration } from './fit-recalibration.ts';
import { type Recalibration, type RecalibrationKind, recalibrationKinds } from './recalibration.ts';
import { vennAbersRisks } from './venn-abers-risks.ts';

interface Case extends Judged {
  readonly at: Float64Array;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));

const cases: [string, Case][] = Object.entries(read('recalibration-cases').cases).map(([name, raw]) => {
  const { y, p, w, at } = raw as { y: number[]; p: number[]; w?: number[]; at: number[] };
  const data = { y: Uint8Array.from(y), p: Float64Array.from(p), at: Float64Array.from(at) };
  return [name, w ? { ...data, w: Float64Array.from(w) } : data];
});
const python = read('recalibration').expected;
const glm = read('recalibration-glm').expected;

function fit<Kind extends RecalibrationKind>(kind: Kind, data: Judged) {
  const fitted = fitRecalibration(kind, data);
  if ('undefinedBecause' in fitted) throw new Error(fitted.undefinedBecause);
  return fitted as Extract<Recalibration, { kind: Kind }>;
}

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, relative: number) {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) {
    const difference = Math.abs((got[i] as number) - (expected[i] as number));
    const allowed = relative * Math.max(Math.abs(expected[i] as number), 1e-6);
    expect(difference, `value ${i}: got ${got[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(allowed);
  }
}

describe.each(cases)('reference: %s', (name, data) => {
  const reference = python[name];

  test('intercept, and intercept with slope, as glm', () => {
    if (glm[name] === null) {
      expect(fitRecalibration('intercept', data)).toEqual({
        undefinedBecause: 'p is exactly 0 or 1 in 4 rows',
      });
      return;
    }
    const { intercept, slope } = fit('intercept_slope', data);
    expectClose([fit('intercept', data).intercept], [glm[name].intercept], 1e-9);
    expectClose([intercept, slope], glm[name].intercept_slope, 1e-9);
  });

  test('platt, as the likelihood of the smoothed targets and as scikit-learn', () => {
    const made = fit('platt', data);
    expectClose([made.a, made.b], [reference.platt.a, reference.platt.b], 1e-9);
    expectClose(applyRecalibration(made, data.at), reference.platt.risks, 1e-9);
    // scikit-learn stops at a gradient of 1e-6.
    expectClose(applyRecalibration(made, data.at), reference.platt.scikitLearn, 1e-5);
  });

  test('isotonic, as scikit-learn', () => {
    expectClose(applyRecalibration(fit('isotonic', data), data.at), reference.isotonic.risks, 1e-12);
  });

  test('temperature', () => {
    if (reference.temperature === null) {
      expect(fitRecalibration('temperature', data)).toHaveProperty('undefinedBecause');
      return;
    }
    const made = fit('temperature', data);
    expectClose([made.temperature], [reference.temperature.temperature], 1e-9);
    expectClose(applyRecalibration(made, data.at), reference.temperature.risks, 1e-9);
  });

  test('beta, as the constrained likelihood and as betacal', () => {
    if (reference.beta === null) {
      expect(fitRecalibration('beta', data)).toEqual({ undefinedBecause: 'p is exactly 0 or 1 in 4 rows' });
      return;
    }
    const made = fit('beta', data);
    expectClose([made.a, made.b, made.c], [reference.beta.a, reference.beta.b, reference.beta.c], 1e-8);
    const risks = applyRecalibration(made, data.at);
    expectClose(risks, reference.beta.risks, 1e-8);
    // betacal stops at a gradient of 1e-4, and keeps a negative coefficient where both are.
    const absolute = Array.from(risks, (risk, i) => Math.abs(risk - reference.beta.betacal[i]));
    if (made.a + made.b > 0) expect(Math.max(...absolute)).toBeLessThan(4e-3);
  });

  test('venn_abers, by definition and as the package venn-abers', () => {
    const { p0, p1, p } = vennAbersRisks(fit('venn_abers', data), data.at);
    const { package: peer, ...definition } = reference.venn_abers;
    expectClose(p0, definition.p0, 1e-12);
    expectClose(p1, definition.p1, 1e-12);
    expectClose(p0, peer.p0, 1e-12);
    expectClose(p1, peer.p1, 1e-12);
    expectClose(p, peer.p, 1e-12);
  });
});

describe('properties', () => {
  const [, plain] = cases[0] as [string, Case];
  const [, weighted] = cases.find(([, { w }]) => w) as [string, Case];

  test.each(recalibrationKinds)('%s: weight k is k copies', (kind) => {
    const copies = Array.from(weighted.y.keys()).flatMap((row) =>
      Array<number>((weighted.w as Float64Array)[row] as number).fill(row),
    );
    const copied = {
      y: Uint8Array.from(copies, (row) => weighted.y[row] as number),
      p: Float64Array.from(copies, (row) => weighted.p[row] as number),
    };
    expectClose(
      applyRecalibration(fit(kind, weighted), weighted.at),
      applyRecalibration(fit(kind, copied), weighted.at),
      1e-9,
    );
  });

  test.each(recalibrationKinds)('%s: keeps the order of risks and stays in [0, 1]', (kind) => {
    const grid = Float64Array.from({ length: 101 }, (_, i) => i / 100);
    const risks = applyRecalibration(fit(kind, plain), grid);
    for (let i = 0; i < risks.length; i++) {
      expect(risks[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : (risks[i - 1] as number));
      expect(risks[i]).toBeLessThanOrEqual(1);
    }
  });

  test.each(recalibrationKinds)('%s: survives JSON and does not change its input', (kind) => {
    const before = JSON.stringify([Array.from(plain.p), Array.from(plain.y)]);
    const made = fit(kind, plain);
    applyRecalibration(made, plain.p);
    expect(JSON.stringify([Array.from(plain.p), Array.from(plain.y)])).toBe(before);
    expect(JSON.parse(JSON.stringify(made))).toMatchObject({ kind });
  });

  test('venn_abers: p0 ≤ p ≤ p1, and the two draw together as tuning patients are added', () => {
    const once = vennAbersRisks(fit('venn_abers', plain), plain.at);
    const often = vennAbersRisks(
      fit('venn_abers', { ...plain, w: new Float64Array(plain.p.length).fill(50) }),
      plain.at,
    );
    plain.at.forEach((_, i) => {
      expect(once.p0[i]).toBeLessThanOrEqual(once.p[i] as number);
      expect(once.p[i]).toBeLessThanOrEqual(once.p1[i] as number);
      const width = (risks: typeof once) => (risks.p1[i] as number) - (risks.p0[i] as number);
      expect(width(often)).toBeLessThanOrEqual(width(once) + 1e-12);
    });
  });

  test('beta of well recalibrated risks is the identity', () => {
    const p = Float64Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
    const rows = Array.from(p).flatMap((risk) => [risk, risk]);
    const made = fit('beta', {
      y: Uint8Array.from(rows, (_, i) => i % 2),
      p: Float64Array.from(rows),
      w: Float64Array.from(rows, (risk, i) => (i % 2 === 1 ? risk : 1 - risk)),
    });
    expectClose([made.a, made.b, 1 + made.c], [1, 1, 1], 1e-8);
  });
});

describe('undefined and invalid', () => {
  const p = Float64Array.of(0.1, 0.4, 0.8);
  test.each(recalibrationKinds)('%s: one outcome only, or no rows', (kind) => {
    expect(fitRecalibration(kind, { y: new Uint8Array(3), p })).toEqual({
      undefinedBecause: 'no events in the tuning rows',
    });
    expect(fitRecalibration(kind, { y: Uint8Array.of(1, 1, 1), p })).toEqual({
      undefinedBecause: 'no non-events in the tuning rows',
    });
    expect(fitRecalibration(kind, { y: new Uint8Array(0), p: new Float64Array(0) })).toEqual({
      undefinedBecause: 'no tuning rows',
    });
  });
  test('separated outcomes: a reason where there is no maximum, a finite curve where the targets are smoothed', () => {
    const data = { y: Uint8Array.of(0, 0, 1), p };
    for (const kind of ['intercept_slope', 'beta', 'temperature'] as const) {
      expect(
        fitRecalibration(kind, { y: Uint8Array.of(0, 0, 1), p: Float64Array.of(0.1, 0.4, 0.8) }),
      ).toEqual({ undefinedBecause: 'separation: the likelihood has no maximum' });
    }
    expect(Number.isFinite(fit('platt', data).a)).toBe(true);
  });
  test('bad rows throw', () => {
    const y = Uint8Array.of(0, 1, 1);
    expect(() => fitRecalibration('platt', { y, p: Float64Array.of(0.1, Number.NaN, 1) })).toThrow(
      'recalibration: p outside [0, 1] (first: row 2, p = NaN)',
    );
    expect(() => fitRecalibration('platt', { y: Uint8Array.of(0, 1, 2), p })).toThrow('y is neither 0 nor 1');
    expect(() => fitRecalibration('platt', { y: Uint8Array.of(0, 1), p })).toThrow('differ in length');
    expect(() => fitRecalibration('platt', { y, p, w: Float64Array.of(1, -1, 1) })).toThrow(
      'weight negative or not finite (first: row 2)',
    );
  });
});
