import { describe, expect, test } from 'vitest';
import { expectClose, readDocument } from '../tests/reference.ts';
import { newcombeAuroc } from './newcombe-auroc.ts';

interface Row {
  readonly auc: number;
  readonly m: number;
  readonly n: number;
  readonly confidence: number;
  readonly lower: number;
  readonly upper: number;
}

describe('by hand', () => {
  test('AUROC 1 of one event and one non-event: (1 − θ)² = z² θ (1 − θ), so θ = 1 / (1 + z²)', () => {
    const { lower, upper } = newcombeAuroc(1, { events: 1, nonEvents: 1 }, 0.95);
    expectClose(lower, 1 / (1 + 1.959963984540054 ** 2), 1e-12);
    expect(upper).toBe(1);
  });
});

describe('reference', () => {
  const { rows } = readDocument<{ rows: Row[] }>('newcombe_auroc');
  test.each(rows)('AUROC $auc, $m against $n, at $confidence', ({ auc, m, n, confidence, lower, upper }) => {
    const interval = newcombeAuroc(auc, { events: m, nonEvents: n }, confidence);
    expectClose(interval.lower, lower, 1e-9);
    expectClose(interval.upper, upper, 1e-9);
  });
});

describe('properties', () => {
  test('turns round with the AUROC', () => {
    const forth = newcombeAuroc(0.8, { events: 5, nonEvents: 9 }, 0.95);
    const back = newcombeAuroc(1 - 0.8, { events: 9, nonEvents: 5 }, 0.95);
    expectClose(back.lower, 1 - forth.upper, 1e-12);
  });
  test('narrows with the number of rows', () => {
    const few = newcombeAuroc(1, { events: 3, nonEvents: 3 }, 0.95);
    const many = newcombeAuroc(1, { events: 30, nonEvents: 30 }, 0.95);
    expect(many.lower).toBeGreaterThan(few.lower);
  });
});
